extension SQLiteConnection {
    /// Runs every job in a savepoint of one transaction, commits, and then tells each caller.
    ///
    /// INVARIANT: each job is told exactly once, and success only after `COMMIT` has returned.
    func commitTogether(_ batch: [WriteJob]) {
        var acknowledgements: [@Sendable (StoreError?) -> Void] = []
        var refused: [(WriteJob, any Error)] = []
        var started = 0
        var failure: StoreError?
        do throws(StoreError) {
            try run("BEGIN IMMEDIATE")
            for job in batch {
                started += 1
                try attempt(job, &acknowledgements, &refused)
            }
            try run("COMMIT")
        } catch {
            // Whatever it was, it is nobody's own conflict: the callers may try again. On a damaged file that is no use.
            if case .damaged = error {
                failure = error
            } else {
                failure = .unavailable("the group was not committed: \(error)")
            }
            if isInTransaction { try? run("ROLLBACK") }
        }
        for acknowledge in acknowledgements { acknowledge(failure) }
        for (job, error) in refused { job.fail(error) }
        guard let failure else { return }
        for job in batch[started...] { job.fail(failure) }
    }

    /// Runs one job; throws only if the whole transaction is lost.
    private func attempt(
        _ job: WriteJob, _ acknowledgements: inout [@Sendable (StoreError?) -> Void],
        _ refused: inout [(WriteJob, any Error)]
    ) throws(StoreError) {
        do throws(StoreError) {
            try run("SAVEPOINT body")
        } catch {
            refused.append((job, error))
            throw error
        }
        do {
            failureOfBody = nil
            defer { failureOfBody = nil }
            let acknowledge = try job.run(self)
            if let failureOfBody { throw failureOfBody }
            acknowledgements.append(acknowledge)
        } catch {
            refused.append((job, error))
            // A failing disk makes SQLite undo the whole transaction, and with it the bodies before this one.
            guard isInTransaction else { throw StoreError.unavailable("the transaction was undone: \(error)") }
            try run("ROLLBACK TO body")
        }
        try run("RELEASE body")
    }
}
