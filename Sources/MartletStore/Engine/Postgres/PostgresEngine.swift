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
    private let timelines = PostgresTimelines()

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
            let thread = Thread { [settings, queue, ending, timelines] in
                PostgresWorker(number, settings, queue, reachability, timelines, measures).work()
                ending.workerEnded()
            }
            thread.name = "martlet-pg-\(number)"
            thread.start()
        }
    }

    deinit { queue.close() }

    /// From now on looks at each new connection, before anything else is done with it, whether the database has failed
    /// over (F17), and answers with `answer`. Returns when the database as it is now has been looked at.
    package func follow(_ answer: FailoverAnswer) async throws {
        timelines.follow(answer)
        try await read { _ in }
    }

    package func read<R: Sendable>(_ body: @escaping @Sendable (any SQLConnection) throws -> R) async throws -> R {
        try await run(.reading, body)
    }

    package func readAtLeisure<R: Sendable>(
        _ body: @escaping @Sendable (any SQLConnection) throws -> R
    ) async throws -> R {
        try await run(.reading) { connection in
            guard let patient = connection as? PostgresConnection else { return try body(connection) }
            return try patient.atLeisure { try body(patient) }
        }
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
