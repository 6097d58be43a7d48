import MartletActions
import MartletDirectory
import MartletStore
import Synchronization
import Testing

/// Stands in for the sign-in actions: only remembers what was asked for, and when.
private final class RememberedVisits: DemoSignIns {
    let clock: DemoClock
    let visits = Mutex<[(at: Timestamp, visit: DemoVisit)]>([])
    let legacy = Mutex<[DemoLegacyAttempt]>([])

    init(clock: DemoClock) { self.clock = clock }

    func visit(_ visit: DemoVisit) async throws {
        let at = clock.now
        visits.withLock { $0.append((at, visit)) }
    }

    func tryLegacy(_ attempt: DemoLegacyAttempt) async throws { legacy.withLock { $0.append(attempt) } }
}

@Suite struct `The example organisation` {
    @Test func `has forty accounts, three apps and thirty days, and a healthy store`() async throws {
        let real = TestClock()
        let clock = DemoClock(over: real.ambient, startingAt: real.now - .days(DemoOrganization.length))
        let tools = try await Organization.emptyTools(ambient: clock.ambient)
        let visits = RememberedVisits(clock: clock)
        let summary = try await DemoOrganization(tools, clock: clock, signIns: visits)()

        #expect(summary.accounts.count == 40)
        #expect(summary.applications.count == 3)
        #expect(summary.accounts.filter(\.user.isEmergencyAccess).count == 2)
        #expect(summary.accounts.contains { $0.user.displayName == "田中 美桜" })
        #expect(try await CheckStore(tools)() == [])

        let times = visits.visits.withLock { $0.map(\.at) }
        #expect(times.count > 200)
        #expect(times == times.sorted())
        let first = try #require(times.first)
        let last = try #require(times.last)
        #expect(last - first > .days(27))
        #expect(visits.legacy.withLock { $0.count } > 20)
        // The clock runs again.
        #expect(clock.now == real.now)
        let operatorCaller = Caller(identity: .operator, tenant: summary.tenant.id, correlationID: "test")
        let picture = try await Overview(tools)(by: operatorCaller)
        #expect(picture.userCount == 40)
        #expect(picture.advice.contains(.reviewSynchronizationAccounts(count: 1)))
        #expect(!picture.advice.contains { if case .makeEmergencyAccounts = $0 { true } else { false } })
    }

    @Test func `lives its thirty days through the real sign-ins`() async throws {
        let real = TestClock()
        let clock = DemoClock(over: real.ambient, startingAt: real.now - .days(DemoOrganization.length))
        let tools = try await Organization.emptyTools(ambient: clock.ambient)
        let summary = try await DemoOrganization(tools, clock: clock)()
        #expect(try await CheckStore(tools)() == [])

        let caller = Caller(identity: .operator, tenant: summary.tenant.id, correlationID: "test")
        let picture = try await Overview(tools)(by: caller)
        #expect(picture.days.map(\.success).reduce(0, +) > 100)
        #expect(picture.challenges > 50)
        // T12: nothing comes in by a legacy door.
        #expect(picture.legacy.attempts > 20 && picture.legacy.refused == picture.legacy.attempts)
        let lines = try await ListLegacyEntries(tools).all(by: caller)
        #expect(Set(lines.map(\.state)) == [.open, .moving, .accepted], "\(lines)")
        #expect(try await JudgeLegacyImpact(tools)(by: caller).stopped.count == 2)
        #expect(picture.registration.inGrace >= 5)
        #expect(picture.registration.mustRegister >= 2)
        #expect(picture.registration.notStarted >= 3)
        #expect(picture.registration.registered >= 20)
        let log = try await ListSignIns(tools)(limit: 1000, by: caller).items
        #expect(Set(log.map(\.errorCode)).isSuperset(of: [0, 50074, 50126, 530_035]))
        #expect(log.contains { !$0.reasons.isEmpty || !$0.policies.isEmpty })
    }

    @Test func `is not made where an organisation is`() async throws {
        let house = try await Organization()
        let clock = DemoClock(over: house.clock.ambient, startingAt: house.clock.now)
        await #expect(throws: ActionError.conflict(.setUpClosed)) {
            _ = try await DemoOrganization(house.tools, clock: clock, signIns: RememberedVisits(clock: clock))()
        }
    }
}
