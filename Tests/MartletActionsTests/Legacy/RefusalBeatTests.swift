import Synchronization
import Testing

@testable import MartletActions

/// T12, A090, A213: no time tells what was right about a name and a password that are refused.
@Suite struct `The beat of refusals` {
    /// A clock that only the work and the waiting move.
    private final class Clock: Sendable {
        private let state = Mutex((now: ContinuousClock.now, waits: [Duration]()))

        var now: ContinuousClock.Instant { state.withLock(\.now) }
        var waits: [Duration] { state.withLock(\.waits) }

        func work(_ duration: Duration) { state.withLock { $0.now += duration } }

        var beat: RefusalBeat {
            RefusalBeat(every: .milliseconds(100), now: { self.now }) { duration in
                self.state.withLock { state in
                    state.now += duration
                    state.waits.append(duration)
                }
            }
        }
    }

    private struct Refusal: Error {}

    @Test(arguments: [0, 23, 24, 99]) func `every refusal leaves on the beat, whatever it took`(took: Int) async throws
    {
        let clock = Clock()
        let began = clock.now
        let answer: Bool? = try await clock.beat.keeping {
            clock.work(.milliseconds(took))
            return nil
        }
        #expect(answer == nil)
        #expect(began.duration(to: clock.now) == .milliseconds(100))
    }

    @Test func `what takes longer than a beat leaves on the next`() async throws {
        let clock = Clock()
        let began = clock.now
        let answer: Bool? = try await clock.beat.keeping {
            clock.work(.milliseconds(100))
            return nil
        }
        #expect(answer == nil && began.duration(to: clock.now) == .milliseconds(200))
    }

    @Test func `a failure leaves on the beat, and is what was thrown`() async {
        let clock = Clock()
        let began = clock.now
        await #expect(throws: Refusal.self) {
            let _: Bool? = try await clock.beat.keeping {
                clock.work(.milliseconds(23))
                throw Refusal()
            }
        }
        #expect(began.duration(to: clock.now) == .milliseconds(100))
    }

    @Test func `who is let in does not wait`() async throws {
        let clock = Clock()
        #expect(try await clock.beat.keeping { true } == true)
        #expect(clock.waits.isEmpty)
    }

    @Test func `A213 the doors of a password alone keep the beat when they refuse, and only then`() async throws {
        let clock = Clock()
        let house = try await Organization(refusalBeat: clock.beat)
        try await house.add("bob")
        #expect(try await !house.knock("bob"))
        #expect(try await !house.knock("bob", "wrong-wrong-wrong-42"))
        #expect(try await !house.knock("nobody"))
        #expect(clock.waits.count == 3)
        try await house.switchOff()
        #expect(try await house.knock("bob"))
        #expect(clock.waits.count == 3)
    }
}
