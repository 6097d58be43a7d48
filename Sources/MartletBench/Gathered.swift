import Synchronization

/// What several threads came to.
final class Gathered<Value: Sendable>: Sendable {
    private let results = Mutex<[Result<Value, any Error>]>([])

    /// Adds what one came to.
    func add(_ result: sending Result<Value, any Error>) {
        let result = result
        results.withLock { $0.append(result) }
    }

    /// What all came to; throws what one failed with.
    func all() throws -> [Value] { try results.withLock { try $0.map { try $0.get() } } }
}
