import MartletDirectory
import Synchronization

/// The documents that apps read before they begin, as they were the last time: for moments in which the store does not
/// answer, or not soon (F13).
///
/// They change a few times a year, and an app that cannot read them can check no token. Each is made anew for each
/// request; only where that takes longer than `patience`, or fails because the store cannot be used, the last one is
/// good enough. A key that was revoked stays in the set for no longer than the store is away.
final class LastDocuments: Sendable {
    /// How long a request waits for a new document while there is an old one.
    static let patience: Duration = .milliseconds(250)
    /// So many are kept. There is one a document and organisation.
    private static let limit = 256

    private struct State {
        var texts: [String: String] = [:]
        var making: [String: Task<String?, any Error>] = [:]
    }

    private let state = Mutex(State())

    /// The document `name` as `make` makes it, or as it was the last time; `nil` where `make` says that there is none.
    /// - Throws: what `make` throws, if there was no document before or the failure is no passing one.
    func document(_ name: String, _ make: @escaping @Sendable () async throws -> String?) async throws -> String? {
        let (task, known) = state.withLock { state in
            // Whoever asks while a document is being made gets that one: a slow store is not asked again and again.
            let task = state.making[name] ?? Task { try await self.remember(name, make) }
            state.making[name] = task
            return (task, state.texts[name])
        }
        guard let known else { return try await task.value }
        switch await Self.result(of: task, within: Self.patience) {
        case .success(let text): return text
        case .failure(let failure as any PassingFailure) where failure.isPassing: return known
        case .failure(let error): throw error
        case nil: return known
        }
    }

    private func remember(_ name: String, _ make: @Sendable () async throws -> String?) async throws -> String? {
        defer { state.withLock { $0.making[name] = nil } }
        let text = try await make()
        state.withLock { state in
            if state.texts[name] == nil, state.texts.count >= Self.limit { state.texts = [:] }
            state.texts[name] = text
        }
        return text
    }

    /// What came of `task`, or `nil` if that is not known in time; the task goes on.
    private static func result(
        of task: Task<String?, any Error>, within patience: Duration
    ) async -> Result<String?, any Error>? {
        let isTold = Mutex(false)
        let told: @Sendable () -> Bool = {
            isTold.withLock { isTold in
                defer { isTold = true }
                return isTold
            }
        }
        return await withCheckedContinuation { continuation in
            let timer = Task {
                try? await Task.sleep(for: patience)
                if !told() { continuation.resume(returning: nil) }
            }
            Task {
                let result = await task.result
                if !told() { continuation.resume(returning: result) }
                timer.cancel()
            }
        }
    }
}
