import MartletDirectory
import MartletPolicy
import Testing

/// A079: how many names one address may ask about.
@Suite struct `The name budget` {
    private static let tenant = ID<Tenant>("t")
    private static let start = Timestamp(seconds: 1_772_442_000)

    /// Charges names by number, one a second, and returns the last answer with the counter.
    private static func charge(
        _ names: [Int], from begin: Timestamp = start, counter: LockoutCounter? = nil
    ) -> (NameBudget.Charge, LockoutCounter?) {
        var (answer, counter) = (NameBudget.Charge.known, counter)
        for (second, name) in names.enumerated() {
            answer = NameBudget.charge(
                counter, tenant: tenant, subject: "a", name: [UInt8(name / 256), UInt8(name % 256)],
                at: begin + .seconds(Int64(second)))
            switch answer {
            case .counted(let next), .refused(_, let next?): counter = next
            case .known, .refused(_, nil): break
            }
        }
        return (answer, counter)
    }

    @Test func `sixty names pass, the next is refused until the window is over`() {
        let (last, counter) = Self.charge(Array(0..<60))
        #expect(last == counter.map(NameBudget.Charge.counted) && counter?.failures == 60)
        let (refused, stopped) = Self.charge([60], from: Self.start + .seconds(60), counter: counter)
        guard case .refused(let seconds, _?) = refused else {
            Issue.record("not refused")
            return
        }
        #expect(seconds == 540)
        #expect(NameBudget.refusal(of: stopped, at: Self.start + .seconds(599)) == 1)
        #expect(NameBudget.refusal(of: stopped, at: Self.start + .seconds(600)) == nil)
        let (later, fresh) = Self.charge([61], from: Self.start + .seconds(600), counter: stopped)
        #expect(later == fresh.map(NameBudget.Charge.counted) && fresh?.failures == 1)
    }

    @Test func `sixty people behind one address may try all day, and a name counts once in a window`() {
        let people = Array(0..<60)
        let (_, counter) = Self.charge(people + people + people.reversed() + people)
        #expect(counter?.failures == 60 && NameBudget.refusal(of: counter, at: Self.start + .seconds(300)) == nil)
        #expect(Self.charge([0], from: Self.start + .seconds(300), counter: counter).0 == .known)
        guard case .refused = Self.charge([60], from: Self.start + .seconds(300), counter: counter).0 else {
            Issue.record("not refused")
            return
        }
    }

    @Test func `a clock that was set back begins a new window`() {
        let (_, counter) = Self.charge(Array(0..<60))
        #expect(Self.charge([70], from: Self.start - .seconds(60), counter: counter).1?.failures == 1)
    }

    @Test func `who was let in within thirty days is a regular of the box, and nobody else`() {
        func box(_ kind: Familiarity.Kind, _ seen: Timestamp) -> Familiarity {
            Familiarity(
                user: ID("u"), tenant: Self.tenant, kind: kind, key: "k", firstSeenAt: seen, lastSeenAt: seen)
        }
        let now = Self.start
        #expect(NameBudget.isRegular(box(.box, now - .days(30)), at: now))
        #expect(!NameBudget.isRegular(box(.box, now - .days(30) - .seconds(1)), at: now))
        #expect(!NameBudget.isRegular(box(.box, now + .days(1)), at: now))
        #expect(!NameBudget.isRegular(box(.network, now), at: now))
        #expect(!NameBudget.isRegular(nil, at: now))
    }

    @Test func `A079 six hundred regulars may fail past the budget, the next is refused until the window is over`() {
        var counter: LockoutCounter?
        for number in 0..<601 {
            let name = [UInt8(number / 256), UInt8(number % 256)]
            #expect(NameBudget.refusal(of: counter, at: Self.start) == nil)
            switch NameBudget.charge(
                counter, of: .regularsOfAddress, tenant: Self.tenant, subject: "a", name: name, at: Self.start)
            {
            case .counted(let next), .refused(_, let next?): counter = next
            case .known, .refused(_, nil): Issue.record("not counted")
            }
            // The same name once more is no other one.
            guard counter?.lockedUntil == nil else { break }
            #expect(
                NameBudget.charge(
                    counter, of: .regularsOfAddress, tenant: Self.tenant, subject: "a", name: name, at: Self.start)
                    == .known)
        }
        #expect(counter?.failures == 601 && counter?.kind == .regularsOfAddress && counter?.recentWrong.count == 600)
        #expect(NameBudget.refusal(of: counter, at: Self.start + .seconds(599)) == 1)
        #expect(NameBudget.refusal(of: counter, at: Self.start + .seconds(600)) == nil)
    }
}
