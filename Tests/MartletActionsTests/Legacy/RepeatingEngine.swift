import MartletStore
import Synchronization

/// An engine that runs the body of every write twice, as one does whose transactions collide: the first run is undone.
final class RepeatingEngine: SQLEngine {
    private struct Undone: Error {}

    private let inner: any SQLEngine
    private let repeats = Mutex(false)

    init(_ inner: any SQLEngine) { self.inner = inner }

    /// From here on every body runs twice.
    func repeatEverything() { repeats.withLock { $0 = true } }

    func read<R: Sendable>(_ body: @escaping @Sendable (any SQLConnection) throws -> R) async throws -> R {
        try await inner.read(body)
    }

    func write<R: Sendable>(_ body: @escaping @Sendable (any SQLConnection) throws -> R) async throws -> R {
        if repeats.withLock({ $0 }) {
            do {
                try await inner.write { connection -> Void in
                    _ = try body(connection)
                    throw Undone()
                }
            } catch is Undone {}
        }
        return try await inner.write(body)
    }

    func writeAlone<R: Sendable>(_ body: @escaping @Sendable (any SQLConnection) throws -> R) async throws -> R {
        try await inner.writeAlone(body)
    }

    func close() async { await inner.close() }
}
