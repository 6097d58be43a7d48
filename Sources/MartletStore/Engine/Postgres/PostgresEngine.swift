import Foundation
import MartletDirectory

/// The engine for more than one node: PostgreSQL through libpq.
///
/// A pool of threads, each with a connection of its own, so that nothing waits on the threads of the program's tasks.
/// Reads see one snapshot. Writes are serializable, over all nodes: what two of them do at the same time is what they
/// would have done one after the other, or one of them is run again.
package final class PostgresEngine: SQLEngine {
    private let settings: PostgresSettings
    private let queue: PostgresQueue
    private let ending: PostgresEnding

    /// Connects to the server that `settings` name, and tells `measures` of its work.
    /// - Throws: `StoreError.unavailable` if it cannot be reached or used.
    package init(_ settings: PostgresSettings, measures: StoreMeasures = StoreMeasures()) throws(StoreError) {
        self.settings = settings
        queue = PostgresQueue(limit: settings.queueLimit, measures: measures)
        do throws(PostgresFailure) {
            try PostgresTurns.prepare(try PostgresLink.open(settings))
        } catch {
            throw error.storeError
        }
        ending = PostgresEnding(workers: settings.connections)
        let reachability = PostgresReachability()
        for number in 1...settings.connections {
            let thread = Thread { [settings, queue, ending] in
                PostgresWorker(settings, queue, reachability, measures).work()
                ending.workerEnded()
            }
            thread.name = "martlet-pg-\(number)"
            thread.start()
        }
    }

    deinit { queue.close() }

    package func read<R: Sendable>(_ body: @escaping @Sendable (any SQLConnection) throws -> R) async throws -> R {
        try await run(.reading, body)
    }

    @discardableResult
    package func write<R: Sendable>(_ body: @escaping @Sendable (any SQLConnection) throws -> R) async throws -> R {
        try await run(.writing, body)
    }

    @discardableResult
    package func writeAlone<R: Sendable>(
        _ body: @escaping @Sendable (any SQLConnection) throws -> R
    ) async throws -> R {
        try await run(.writingAlone, body)
    }

    private func run<R: Sendable>(
        _ opening: PostgresConnection.Opening, _ body: @escaping @Sendable (any SQLConnection) throws -> R
    ) async throws -> R {
        try await withCheckedThrowingContinuation { continuation in
            queue.add(
                PostgresJob(opening, waitsUntil: PostgresDeadline(in: settings.queueDeadline), body, continuation))
        }
    }

    package func close() async {
        queue.close()
        await ending.wait()
    }
}
