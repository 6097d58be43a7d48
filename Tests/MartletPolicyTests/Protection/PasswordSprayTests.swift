import MartletDirectory
import MartletPolicy
import Testing

/// A079: one password over many names.
@Suite struct `One password on many names` {
    private let start = Timestamp(seconds: 1_800_000_000)
    private let tenant = ID<Tenant>("t")
    private let password: [UInt8] = [1, 2, 3, 4]
    /// Another password that leads into the same bucket.
    private let neighbour: [UInt8] = [1, 2, 9, 9]

    private func tried(
        _ counter: LockoutCounter?, _ digest: [UInt8]? = nil, on name: Int, at now: Timestamp? = nil
    ) -> PasswordSpray.Outcome {
        PasswordSpray.afterWrong(
            counter, tenant: tenant, digest: digest ?? password, name: [UInt8(name)], at: now ?? start)
    }

    /// The counter after a number of names.
    private func held(after names: Int) -> LockoutCounter {
        (1..<names).reduce(tried(nil, on: 0).counter) { counter, name in tried(counter, on: name).counter }
    }

    @Test func `A079 the tenth name begins it, once, and nine do not`() {
        let nine = held(after: 9)
        #expect(!PasswordSpray.isOn(nine, digest: password, at: start))
        let ten = tried(nine, on: 9)
        #expect(ten.hasBegun && PasswordSpray.isOn(ten.counter, digest: password, at: start))
        #expect(!PasswordSpray.isOn(ten.counter, digest: neighbour, at: start))
        let more = tried(ten.counter, on: 10)
        #expect(!more.hasBegun && PasswordSpray.isOn(more.counter, digest: password, at: start))
        #expect(more.counter.recentWrong.first == password && more.counter.recentWrong.count == 11)
    }

    @Test func `the same name again counts once, however often`() {
        var counter = held(after: 9)
        for _ in 0..<50 { counter = tried(counter, on: 3).counter }
        #expect(counter.failures == 9)
    }

    @Test func `somebody's own program that asks for ever does not keep it on`() {
        let on = tried(held(after: 9), on: 9).counter
        let hourAhead = start + .hours(1)
        #expect(tried(on, on: 4, at: hourAhead).counter == on)
        #expect(tried(on, on: 77, at: hourAhead).counter.lockedUntil == hourAhead + PasswordSpray.memory)
    }

    @Test func `it rests a day after the last new name, and is over a day after it`() {
        let nine = held(after: 9)
        let late = start + PasswordSpray.memory
        #expect(!tried(nine, on: 9, at: late).hasBegun)
        #expect(tried(nine, on: 9, at: late - .seconds(1)).hasBegun)
        let on = tried(nine, on: 9).counter
        #expect(PasswordSpray.isOn(on, digest: password, at: late - .seconds(1)))
        #expect(!PasswordSpray.isOn(on, digest: password, at: late))
        let kept = tried(on, on: 11, at: late - .seconds(1)).counter
        #expect(PasswordSpray.isOn(kept, digest: password, at: late))
        // What has rested begins anew, and is told anew.
        var again: LockoutCounter? = on
        var begun = 0
        for name in 0..<10 {
            let outcome = tried(again, on: name, at: late)
            again = outcome.counter
            begun += outcome.hasBegun ? 1 : 0
        }
        #expect(begun == 1)
    }

    @Test func `noise in a bucket neither drives out what keeps coming nor adds to it`() {
        var counter = held(after: 5)
        counter = tried(counter, neighbour, on: 100).counter
        #expect(counter.recentWrong.first == password && counter.failures == 4)
        for name in 0..<4 { counter = tried(counter, neighbour, on: 101 + name).counter }
        #expect(counter.recentWrong.first == neighbour && counter.failures == 1)
        let on = tried(held(after: 9), on: 9).counter
        #expect(tried(on, neighbour, on: 100).counter == on)
        #expect(PasswordSpray.bucket(of: password) == PasswordSpray.bucket(of: neighbour))
        #expect(PasswordSpray.bucket(of: [1, 3]) != PasswordSpray.bucket(of: password))
    }

    @Test func `A306 what a clock that ran ahead has set says nothing`() {
        let on = tried(held(after: 9), on: 9).counter
        #expect(!PasswordSpray.isOn(on, digest: password, at: start - .days(2)))
        #expect(tried(on, on: 1, at: start - .days(2)).counter.failures == 1)
    }
}
