import HTTPTypes
import HummingbirdTesting
import MartletActions
import MartletCredentials
import MartletDirectory
import MartletStore
import MartletTesting
import Synchronization
import Testing

/// A297: putting an old backup back brings nothing to life that was ended, used or rotated since.
@Suite struct `A restored store` {
    @Test func `A297 sessions, codes, refresh and access tokens and time steps of before are dead`() async throws {
        let here = try await TokenHouse()
        try await here.house.serve { client in
            let browser = try await here.signedIn(client)
            let tokens = try await here.tokens(browser)
            let code = try await here.code(browser)
            let backup = try await Self.backUp(here.house)
            // All of this is forgotten: a code and a refresh token are used, and a sign-in begins.
            #expect(try await here.redeem(browser, code.parameters["code"] ?? "").status == 200)
            let rotated = try await here.refresh(browser, tokens)
            #expect(rotated.status == 200)
            #expect(try await here.userInfo(browser, tokens) == 200)
            here.house.clock.advance(by: .seconds(2))
            try await Self.restore(backup, to: here.house)

            #expect(try await here.redeem(browser, code.parameters["code"] ?? "").refuses())
            for old in [tokens, rotated] {
                #expect(try await here.refresh(browser, old).refuses())
                #expect(try await here.userInfo(browser, old) == 401)
            }
            // The portal asks for a sign-in, and the code that was on the phone at that moment does not count again.
            let page = try await browser.get("/account")
            #expect(page.body.contains("name=\"username\"") && !page.body.contains("Hello, "))
            let other = browser.another()
            let refused = try await other.signIn("/account", as: here.member, at: here.house.now)
            #expect(other.cookie("session") == nil && !refused.body.contains("Hello, "))
            here.house.clock.advance(by: .seconds(90))
            let again = try await here.signedIn(client, as: here.member)
            #expect(try await here.userInfo(again, try await here.tokens(again)) == 200)
        }
        #expect(try await here.audits(.storeRestored) == 1)
        let record = try await ListAudits(here.house.tools)(
            AuditSearch(activity: .storeRestored), by: try await here.caller
        ).items.first
        #expect(record?.isAlert == true && record?.actor == .operator)
        #expect(try await CheckStore(here.house.tools)().isEmpty)
    }

    @Test func `A297 the overview says for thirty days that the store was restored`() async throws {
        let here = try await TokenHouse()
        let backup = try await Self.backUp(here.house)
        let made = here.house.now
        here.house.clock.advance(by: .hours(5))
        try await Self.restore(backup, to: here.house)
        let picture = try await Overview(here.house.tools)(by: try await here.caller)
        #expect(picture.restored == Installation.Restoration(at: here.house.now, backupMadeAt: made))
        here.house.clock.advance(by: .days(30))
        #expect(try await Overview(here.house.tools)(by: try await here.caller).restored == nil)
    }

    /// A key that has leaked is in the backup of before, and signs again.
    @Test func `A297 the signing keys that come back are named, and one command ends them`() async throws {
        let here = try await TokenHouse()
        let leaked = try #require(try await Self.signingKeys(here.house).first)
        let backup = try await Self.backUp(here.house)
        try await RevokeSigningKey(here.house.tools)(leaked, by: try await here.caller)
        #expect(try await !Self.signingKeys(here.house).contains(leaked))
        try await Self.restore(backup, to: here.house)
        let back = try await Self.signingKeys(here.house)
        #expect(back.contains(leaked))
        #expect(try await Self.keysNamed(by: .storeRestored, in: here) == back)
        try await RotateSigningKeys(here.house.tools)(immediately: true, by: try await here.caller)
        #expect(try await Self.signingKeys(here.house).isDisjoint(with: back))
    }

    /// The withdrawal may have been among the writes that are missing.
    @Test func `F17 the record of a failover names the signing keys too`() async throws {
        let here = try await TokenHouse()
        let answer = AnswerFailover(here.house.tools).answer
        let failover = StoreFailover(left: "1", reached: "2", loss: .some, endsEverything: true)
        try await here.house.store.write { try answer.mend($0, failover) }
        let keys = try await Self.signingKeys(here.house)
        #expect(try await Self.keysNamed(by: .storeFailedOver, in: here) == keys && !keys.isEmpty)
    }

    /// F29: a node that starts while the rows come in would go on with what is no longer there.
    @Test func `F29 a node that starts during the restoration is seen at its end`() async throws {
        let engine = ServedEngine(try await TestEngine.make())
        let here = try await TokenHouse(house: try await TestHouse(engine: engine))
        let backup = try await Self.backUp(here.house)
        let before = try await here.house.store.tallies { SHA256Sum() }
        let isEnding = Mutex(false)
        // It is looked at once, read to see that it is whole, and read into the store.
        let openings = Mutex(0)
        let opening = try BackupOpening(
            {
                let number = openings.withLock { count in
                    count += 1
                    return count
                }
                if number == 3 { engine.connect(nodes: 1) }
                return backup.source()
            }, passphrase: nil)
        let restore = RestoreStore(here.house.store, ambient: here.house.tools.ambient)
        await #expect(throws: ArchiveError.inUse) {
            _ = try await restore(opening, sealer: here.house.tools.sealer, replacing: true) {
                isEnding.withLock { $0 = true }
            }
        }
        #expect(openings.withLock { $0 } == 3, "the node was not there at the beginning")
        #expect(!isEnding.withLock { $0 })
        #expect(try await here.house.store.tallies { SHA256Sum() } == before)
        await #expect(throws: ArchiveError.inUse, "nor one that was there before") {
            _ = try await restore(opening, sealer: here.house.tools.sealer, replacing: true)
        }
        engine.connect(nodes: 0)
        _ = try await restore(opening, sealer: here.house.tools.sealer, replacing: true)
    }

    private static func signingKeys(_ house: TestHouse) async throws -> Set<String> {
        let keys = try await house.store.read { tables in
            try tables.tenants.list().flatMap { try tables.signingKeys.list(in: $0.id) }
        }
        return Set(keys.map(\.keyID))
    }

    private static func keysNamed(by activity: AuditActivity, in here: TokenHouse) async throws -> Set<String> {
        let records = try await ListAudits(here.house.tools)(
            AuditSearch(activity: activity), by: try await here.caller
        ).items
        return Set(records.flatMap(\.targets).filter { $0.kind == .key }.map(\.id))
    }

    /// A014: a backup of before the set-up would open it again.
    @Test func `A014 a backup of before the set-up is not put back`() async throws {
        let empty = try await TestHouse()
        let backup = try await Self.backUp(empty)
        let here = try await TokenHouse()
        await #expect(throws: BackupError.notSetUp) { try await Self.restore(backup, to: here.house) }
        let installation = try await here.house.store.read { try $0.installation.get() }
        #expect(installation.setUpCompletedAt != nil && installation.restored == nil)
    }

    /// Lockouts protect: they are as the backup has them.
    @Test func `A297 what protects stays`() async throws {
        let here = try await TokenHouse()
        let tenant = try #require(try await here.house.store.read { try $0.tenants.first() })
        let counter = LockoutCounter(
            tenant: tenant.id, subject: "mia", kind: .familiar, failures: 9, lastFailureAt: here.house.now)
        try await here.house.store.write { try $0.lockouts.save(counter) }
        let backup = try await Self.backUp(here.house)
        try await here.house.store.write { try $0.lockouts.clear(in: tenant.id, subject: "mia") }
        try await Self.restore(backup, to: here.house)
        let found = try await here.house.store.read {
            try $0.lockouts.find(in: tenant.id, subject: "mia", kind: .familiar)
        }
        #expect(found == counter)
    }

    /// F29: of another installation, whose key is another.
    @Test func `F29 a backup whose secrets another key sealed is refused`() async throws {
        let backup = try await Self.backUp(try await TokenHouse().house)
        let other = try await TestHouse(seed: 77)
        await #expect(throws: BackupError.otherKey) { try await Self.restore(backup, to: other) }
        #expect(try await other.store.isUnused())
    }

    /// The key that was put beside a store stays from the moment in which the store may be there.
    @Test func `F29 what fails before the end is told apart from what may have happened`() async throws {
        let here = try await TokenHouse()
        let backup = try await Self.backUp(here.house)
        let isEnding = Mutex(false)
        let stranger = try Sealer(key: Array(repeating: 9, count: Sealer.keyLength))
        await #expect(throws: BackupError.otherKey) {
            try await Self.restore(backup, to: here.house, sealer: stranger) { isEnding.withLock { $0 = true } }
        }
        #expect(!isEnding.withLock { $0 })
        try await Self.restore(backup, to: here.house) { isEnding.withLock { $0 = true } }
        #expect(isEnding.withLock { $0 })
    }

    private static func backUp(_ house: TestHouse) async throws -> Kept {
        let kept = Kept()
        _ = try await BackUpStore(house.store, ambient: house.tools.ambient)(
            to: BackUpStore.Destination { kept.sink() }, origin: "a test")
        return kept
    }

    private static func restore(
        _ kept: Kept, to house: TestHouse, sealer: Sealer? = nil, willCommit: @escaping @Sendable () -> Void = {}
    ) async throws {
        _ = try await RestoreStore(house.store, ambient: house.tools.ambient)(
            try BackupOpening({ kept.source() }, passphrase: nil), sealer: sealer ?? house.tools.sealer,
            replacing: true, willCommit: willCommit)
    }
}

/// A file in memory.
final class Kept: Sendable {
    private let content = Mutex<[UInt8]>([])

    func sink() -> any ByteSink {
        content.withLock { $0 = [] }
        return Sink(kept: self)
    }

    func source() -> any ByteSource { Source(bytes: content.withLock { $0 }[...]) }

    private final class Sink: ByteSink {
        private let kept: Kept

        init(kept: Kept) { self.kept = kept }

        func write(_ bytes: [UInt8]) { kept.content.withLock { $0 += bytes } }

        func finish() {}
    }

    private final class Source: ByteSource {
        private var bytes: ArraySlice<UInt8>

        init(bytes: ArraySlice<UInt8>) { self.bytes = bytes }

        func read(_ count: Int) -> [UInt8] {
            defer { bytes = bytes.dropFirst(count) }
            return Array(bytes.prefix(count))
        }
    }
}
