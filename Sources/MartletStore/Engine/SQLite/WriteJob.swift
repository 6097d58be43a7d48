/// One caller's transaction in the writer's queue.
struct WriteJob: Sendable {
    /// Runs the body; what comes back tells the caller, with `nil` once the change is durable or with what prevented it.
    let run: @Sendable (SQLiteConnection) throws -> @Sendable (StoreError?) -> Void
    /// Tells the caller that its own body failed or was never run.
    let fail: @Sendable (any Error) -> Void

    /// A job of the two given halves.
    init(
        run: @escaping @Sendable (SQLiteConnection) throws -> @Sendable (StoreError?) -> Void,
        fail: @escaping @Sendable (any Error) -> Void
    ) {
        self.run = run
        self.fail = fail
    }

    /// A job that runs `body` and resumes `continuation` exactly once.
    init<R: Sendable>(
        _ body: @escaping @Sendable (any SQLConnection) throws -> R, _ continuation: CheckedContinuation<R, any Error>
    ) {
        run = { connection in
            let value = try body(connection)
            return { error in
                if let error { continuation.resume(throwing: error) } else { continuation.resume(returning: value) }
            }
        }
        fail = { continuation.resume(throwing: $0) }
    }
}
