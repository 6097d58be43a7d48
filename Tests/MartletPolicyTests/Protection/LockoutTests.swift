import MartletDirectory
import MartletPolicy
import Testing

@Suite struct `Smart lockout` {
    static let start = Timestamp(seconds: 1_800_000_000)
    static let tenant: ID<Tenant> = ID("11111111-1111-4111-8111-111111111111")

    /// One account under fire: charges and answers as an action would, one at a time.
    final class Account {
        var counter: LockoutCounter?
        var now = `Smart lockout`.start
        let kind: LockoutCounter.Kind
        private(set) var evaluated = 0

        init(kind: LockoutCounter.Kind = .unfamiliar, counter: LockoutCounter? = nil) {
            self.kind = kind
            self.counter = counter
        }

        /// Takes the charge; whether the password may be looked at.
        func charge() -> Bool {
            switch Lockout.charge(
                counter, tenant: `Smart lockout`.tenant, subject: "ada", kind: kind, at: now)
            {
            case .refused: return false
            case .proceed(let charged):
                counter = charged
                evaluated += 1
                return true
            }
        }

        func wrong(_ password: UInt8?) {
            counter = counter.map { Lockout.afterWrong($0, digest: password.map { [$0] }, at: now) }
        }

        func right() { counter = Lockout.afterSuccess(counter) }

        /// One whole try with the wrong password of this number.
        func tryWrong(_ password: UInt8) -> Bool {
            guard charge() else { return false }
            wrong(password)
            return true
        }
    }

    @Test func `SL-1 nine failures pass, the tenth locks for sixty seconds`() throws {
        let account = Account()
        for password in UInt8(0)..<9 {
            #expect(account.tryWrong(password))
            #expect(!Lockout.isLocked(account.counter, at: account.now))
        }
        #expect(account.tryWrong(9))
        #expect(account.counter?.lockedUntil == account.now + .seconds(60))
        #expect(!account.tryWrong(10))
    }

    @Test func `SL-2 after a lock the first failure locks again, twice as long, up to an hour (SL-3)`() throws {
        let account = Account()
        var locks: [Int64] = []
        for number in 0..<20 where account.tryWrong(UInt8(number)) {
            guard let until = account.counter?.lockedUntil else { continue }
            locks.append((until - account.now).inSeconds)
            account.now = until
        }
        #expect(locks == [60, 120, 240, 480, 960, 1920, 3600, 3600, 3600, 3600, 3600])
    }

    @Test func `SL-3 a success forgets everything`() {
        let account = Account()
        for password in UInt8(0)..<9 { _ = account.tryWrong(password) }
        #expect(account.charge())
        account.right()
        #expect(account.counter == nil)
    }

    @Test func `SL-3 a day without failures forgets everything, a minute less does not`() {
        let account = Account()
        for password in UInt8(0)..<10 { _ = account.tryWrong(password) }
        let early = Account(counter: account.counter)
        early.now = Self.start + .hours(24) - .minutes(1)
        #expect(early.tryWrong(20))
        #expect(early.counter?.failures == 11)
        account.now = Self.start + .hours(24)
        #expect(account.tryWrong(20))
        #expect(account.counter?.failures == 1)
        #expect(account.counter?.lockCount == 0)
    }

    @Test func `SL-4 a repeat of one of the last three wrong passwords does not count`() {
        let account = Account()
        for password in [1, 2, 3, 1, 2, 3, 3, 3, 2, 1, 1, 1, 2] as [UInt8] { #expect(account.tryWrong(password)) }
        #expect(account.counter?.failures == 3)
        _ = account.tryWrong(4)
        #expect(account.tryWrong(1), "the fourth pushed the first out")
        #expect(account.counter?.failures == 5)
        #expect(account.counter?.recentWrong == [[3], [4], [1]])
    }

    @Test func `SL-4 a repeat after a lock has ended does not lock again`() {
        let account = Account()
        for password in UInt8(0)..<10 { _ = account.tryWrong(password) }
        account.now = Self.start + .seconds(61)
        #expect(account.tryWrong(9))
        #expect(!Lockout.isLocked(account.counter, at: account.now))
        #expect(account.counter?.lockCount == 1)
        #expect(account.tryWrong(42))
        #expect(account.counter?.lockedUntil == account.now + .seconds(120))
    }

    @Test func `SL-5 each kind has a budget of its own`() {
        let account = Account()
        for password in UInt8(0)..<10 { _ = account.tryWrong(password) }
        let familiar = Account(kind: .familiar)
        #expect(familiar.charge())
    }

    @Test func `SL-7 while locked nothing is looked at and the lock does not grow`() {
        let account = Account()
        for password in UInt8(0)..<10 { _ = account.tryWrong(password) }
        let locked = account.counter
        for _ in 0..<500 { #expect(!account.charge()) }
        #expect(account.counter == locked)
        #expect(account.evaluated == 10)
    }

    @Test func `A077 five hundred tries released at one instant are looked at ten times`() {
        let account = Account()
        let passed = (0..<500).filter { _ in account.charge() }.count
        for password in 0..<passed { account.wrong(UInt8(password)) }
        #expect(passed == 10)
        #expect(account.counter?.failures == 10)
        #expect(Lockout.isLocked(account.counter, at: account.now))
    }

    /// P9: in whatever order charges and answers interleave, no more than ten different guesses are looked at before
    /// a lock, and no increment is lost.
    @Test(arguments: UInt64(0)..<300)
    func `P9 interleaved tries never get more than ten different guesses`(seed: UInt64) {
        var generator = SeededGenerator(seed: seed)
        let account = Account()
        var inFlight: [UInt8] = []
        var guessed: Set<UInt8> = []
        var next: UInt8 = 0
        for _ in 0..<400 {
            if generator.below(2) == 0, next < 200 {
                let repeats = generator.below(3) == 0 && next > 0
                let password = repeats ? UInt8(generator.below(Int(next))) : next
                if account.charge() {
                    inFlight.append(password)
                    guessed.insert(password)
                }
                next += repeats ? 0 : 1
            } else if !inFlight.isEmpty {
                account.wrong(inFlight.remove(at: generator.below(inFlight.count)))
            }
            #expect((account.counter?.failures ?? 0) >= inFlight.count, "no charge in flight is lost")
        }
        #expect(guessed.count <= 10)
    }

    /// A040: three codes of a million are right at any time; the most tries in any day must keep below 10⁻⁴.
    @Test func `A040 guessing codes succeeds with less than one in ten thousand a day`() throws {
        let account = Account(kind: .secondFactor)
        var tries: [Timestamp] = []
        let end = Self.start + .days(60)
        while account.now < end {
            if account.charge() {
                account.wrong(nil)
                tries.append(account.now)
            } else {
                account.now = try #require(account.counter?.lockedUntil)
            }
        }
        let most = tries.map { first in tries.filter { $0 >= first && $0 < first + .days(1) }.count }.max() ?? 0
        #expect(Double(most) * 3e-6 < 1e-4)
        #expect(most <= 21)
        // The password's shorter lock would not do.
        #expect(Lockout.lockDuration(number: 30, kind: .secondFactor) == .hours(24))
        #expect(Lockout.lockDuration(number: 30, kind: .familiar) == .hours(1))
    }

    /// A306: a lock is never longer than its longest, whatever a clock said that has been set back since.
    @Test(arguments: LockoutCounter.Kind.allCases)
    func `a lock that a clock far ahead set does not shut out for years`(kind: LockoutCounter.Kind) {
        let account = Account(kind: kind)
        account.now = Self.start + .days(3650)
        for number in 0..<10 {
            #expect(account.charge())
            account.wrong(UInt8(number))
        }
        #expect(!account.charge())
        account.now = Self.start
        #expect(!Lockout.isLocked(account.counter, at: account.now))
        // One more try is looked at, and the failures from before lock again at once.
        #expect(account.charge())
        account.wrong(100)
        #expect(Lockout.isLocked(account.counter, at: account.now) && !account.charge())
        // Clocks that differ by less than a lock lasts open none.
        account.now = account.now - .seconds(50)
        #expect(!account.charge())
    }
}
