/// One caller's transaction in the queue of the pool.
struct PostgresJob: Sendable {
    let opening: PostgresConnection.Opening
    /// When waiting for a connection has no more use.
    let waitsUntil: PostgresDeadline
    /// Runs the body; what comes back tells the caller, once, that it succeeded. It may be called again after a retry.
    let run: @Sendable (PostgresConnection) throws -> @Sendable () -> Void
    /// Tells the caller, once, that it failed.
    let fail: @Sendable (any Error) -> Void

    /// A job that runs `body` and resumes `continuation` exactly once.
    init<R: Sendable>(
        _ opening: PostgresConnection.Opening, waitsUntil: PostgresDeadline,
        _ body: @escaping @Sendable (any SQLConnection) throws -> R, _ continuation: CheckedContinuation<R, any Error>
    ) {
        self.opening = opening
        self.waitsUntil = waitsUntil
        run = { connection in
            let value = try body(connection)
            return { continuation.resume(returning: value) }
        }
        fail = { continuation.resume(throwing: $0) }
    }
}
