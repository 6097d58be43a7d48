import Dispatch
import MartletCredentials
import Synchronization
import Testing

@Suite(.timeLimit(.minutes(10))) struct `Hashing pool` {
    @Test func `it hashes and verifies`() async throws {
        let cheap = PasswordHasher.Parameters(memoryKiB: 8, passes: 1)
        let pool = HashingPool(workers: 2, parameters: cheap)
        let password = try #require(NormalizedPassword("correct horse"))
        let wrong = try #require(NormalizedPassword("wrong horse"))
        let phc = try await pool.hash(password, salt: Array(repeating: 1, count: 16))
        #expect(phc.hasPrefix("$argon2id$v=19$m=8,t=1,p=1$"))
        #expect(try await pool.verify(password, against: phc))
        #expect(try await !pool.verify(wrong, against: phc))
        await pool.shutDown()
    }

    @Test func `of a thousand at once it takes what fits and refuses the rest without a wait`() async throws {
        let pool = HashingPool(workers: 2, queueLimit: 32)
        let gate = DispatchSemaphore(value: 0)
        // Both workers stand at the gate, so nothing can finish before everything has been answered or queued.
        let outcomes = await withTaskGroup(of: HashingPool.Overloaded?.self) { group in
            for _ in 0..<1000 {
                group.addTask {
                    do {
                        _ = try await pool.run { gate.wait(timeout: .now() + 20) }
                        return nil
                    } catch {
                        return error as? HashingPool.Overloaded
                    }
                }
            }
            var refusals: [HashingPool.Overloaded] = []
            var done = 0
            while refusals.count < 966, let outcome = await group.next() {
                if let outcome { refusals.append(outcome) }
            }
            for _ in 0..<1000 { gate.signal() }
            for await outcome in group where outcome == nil { done += 1 }
            return (refusals: refusals, done: done)
        }
        #expect(outcomes.refusals.count == 966)
        #expect(outcomes.refusals.allSatisfy { $0.retryAfterSeconds == 1 })
        #expect(outcomes.done == 34)
        #expect(pool.waiting == 0)
        // It is as good as new afterwards.
        #expect(try await pool.run { 42 } == 42)
        await pool.shutDown()
    }

    @Test func `what has waited past the deadline is refused without being worked on`() async throws {
        let clock = FixedClock()
        let pool = HashingPool(workers: 1, deadline: .seconds(5), now: { clock.now })
        let gate = DispatchSemaphore(value: 0)
        let isRunning = Mark()
        let first = Task {
            try await pool.run {
                isRunning.set()
                _ = gate.wait(timeout: .now() + 20)
            }
        }
        while !isRunning.isSet { await Task.yield() }
        let worked = Mark()
        let late = Task { try await pool.run { worked.set() } }
        while pool.waiting < 1 { await Task.yield() }
        clock.advance(by: .milliseconds(5001))
        gate.signal()
        try await first.value
        await #expect(throws: HashingPool.Overloaded(retryAfterSeconds: 5)) { try await late.value }
        #expect(!worked.isSet)
        // What comes now has waited for nothing.
        try await pool.run { worked.set() }
        #expect(worked.isSet)
        await pool.shutDown()
    }

    @Test func `an error of the work reaches its caller`() async {
        struct Broken: Error {}
        let pool = HashingPool(workers: 1)
        await #expect(throws: Broken.self) { try await pool.run { throw Broken() } }
        await pool.shutDown()
    }

    @Test func `shutting down lets the waiting finish, ends the threads and refuses the late`() async throws {
        let pool = HashingPool(workers: 1)
        let gate = DispatchSemaphore(value: 0)
        let tasks = (0..<8).map { _ in Task { _ = try await pool.run { gate.wait(timeout: .now() + 20) } } }
        while pool.waiting < 7 { await Task.yield() }
        for _ in 0..<8 { gate.signal() }
        await pool.shutDown()
        for task in tasks { try await task.value }
        await #expect(throws: HashingPool.Overloaded.self) { try await pool.run {} }
        // Twice does no harm.
        await pool.shutDown()
    }
}

/// A monotonic clock that stands still until it is moved.
private final class FixedClock: Sendable {
    private let instant = Mutex(ContinuousClock.now)

    var now: ContinuousClock.Instant { instant.withLock { $0 } }

    func advance(by duration: Duration) {
        instant.withLock { $0 += duration }
    }
}

/// Something that happens once, on another thread.
private final class Mark: Sendable {
    private let state = Mutex(false)

    var isSet: Bool { state.withLock { $0 } }

    func set() {
        state.withLock { $0 = true }
    }
}
