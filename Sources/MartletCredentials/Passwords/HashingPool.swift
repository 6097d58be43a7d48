import Foundation
import MartletDirectory

/// The threads that hash passwords, and the short queue before them.
///
/// Hashing takes a whole core for 15 ms, so it has threads of its own: event loops and the cooperative pool stay free,
/// and tokens and health checks stay fast whatever the load. When more comes than can be hashed soon, it is refused at
/// once instead of being served late (design.md, "Hashing is work").
package final class HashingPool: Sendable {
    /// Too much is waiting: the answer is 503 with this Retry-After.
    package struct Overloaded: Error, Equatable {
        /// When to come again, in whole seconds, 1 or more.
        package let retryAfterSeconds: Int

        /// A refusal until `retryAfterSeconds` from now.
        package init(retryAfterSeconds: Int) {
            self.retryAfterSeconds = retryAfterSeconds
        }
    }

    /// A hash that no password matches and that costs what a new one costs (A090).
    package let dummyHash: String
    private let queue: HashingQueue
    /// What new hashes cost; tests make them cheap, a stored hash is always verified with its own.
    private let parameters: PasswordHasher.Parameters

    /// Starts `workers` threads (1 or more; as many as cores unless said). At most `queueLimit` calls wait for one, and
    /// none longer than `deadline`: what is older when its turn comes is refused without being hashed.
    ///
    /// `measures` is told of the queue and the work; `now` measures the wait and is replaced in tests.
    package init(
        workers: Int = ProcessInfo.processInfo.activeProcessorCount, queueLimit: Int = 32,
        deadline: Duration = .seconds(5), parameters: PasswordHasher.Parameters = .current,
        measures: Measures.Hashing = Measures.Hashing(),
        now: @escaping @Sendable () -> ContinuousClock.Instant = { ContinuousClock.now }
    ) {
        precondition(workers >= 1 && queueLimit >= 1, "at least one worker and one place to wait")
        let queue = HashingQueue(workers: workers, limit: queueLimit, deadline: deadline, measures: measures, now: now)
        self.queue = queue
        self.parameters = parameters
        dummyHash = PasswordHasher.dummyHash(costing: parameters)
        for number in 1...workers {
            let thread = Thread { queue.work() }
            thread.name = "hashing-\(number)"
            thread.start()
        }
    }

    deinit {
        queue.close()
    }

    /// `PasswordHasher.hash` on one of the threads.
    package func hash(
        _ password: NormalizedPassword, salt: [UInt8]
    ) async throws -> String {
        try await run { [parameters] in try PasswordHasher.hash(password, salt: salt, parameters: parameters) }
    }

    /// `PasswordHasher.verify` on one of the threads.
    package func verify(_ password: NormalizedPassword, against phc: String) async throws -> Bool {
        try await run { try PasswordHasher.verify(password, against: phc) }
    }

    /// Refuses whatever comes from now on, lets what is waiting finish, and returns when the threads have ended.
    package func shutDown() async {
        await queue.closeAndWait()
    }

    /// How many calls are waiting for a thread at this moment; for the health page.
    package var waiting: Int { queue.count }

    /// Runs `work` on one of the threads, under the same rules as a hash.
    package func run<Result: Sendable>(_ work: @escaping @Sendable () throws -> Result) async throws -> Result {
        let watch = Stopwatch("hash", nil)
        defer { watch.stop() }
        return try await withCheckedThrowingContinuation { continuation in
            queue.add(
                HashingQueue.Entry(
                    work: { continuation.resume(with: Swift.Result(catching: work)) },
                    refuse: { continuation.resume(throwing: $0) }
                )
            )
        }
    }
}
