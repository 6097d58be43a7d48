import HummingbirdTesting
import MartletCredentials
import MartletDirectory
import MartletPolicy
import MartletStore
import MartletTesting
import Testing

@testable import MartletActions
@testable import MartletServer

/// A067: an app that demands passkeys of certain models, and passkeys that only say that they are of one.
@Suite struct `A strength that lists models` {
    private static let model = [UInt8](repeating: 7, count: 16)
    private static let modelText = String(repeating: "07", count: 16)

    private func house(trusting isTrusting: Bool = true) async throws -> (PasskeyHouse, TestMaker) {
        let maker = try TestMaker(model: Self.model, at: TestClock().now)
        let it = try await PasskeyHouse(attestationAuthorities: isTrusting ? [maker.authority] : [])
        return (it, maker)
    }

    private func demandModel(_ it: PasskeyHouse) async throws {
        let caller = try await it.house.operatorCaller()
        let strength = try await SaveStrength(it.house.tools)(
            .init(displayName: "Company keys", combinations: ["fido2"], passkeyModels: [Self.modelText]), by: caller)
        try await EditApplicationSettings(it.house.tools)(it.attack.app.id, by: caller) {
            $0.requiredStrength = strength.id
        }
    }

    /// A passkey that says it is of the model, with nobody's word for it.
    private func pretender() -> TestPasskey {
        var passkey = TestPasskey(9)
        passkey.manner.aaguid = Self.model
        return passkey
    }

    @Test func `A067 AS-14 a passkey that only says what it is neither meets it nor is offered`() async throws {
        let (it, maker) = try await house()
        try await it.house.serve { client in
            var pretender = pretender()
            try await it.register(&pretender, for: it.mia, client)
            it.house.clock.advance(by: .seconds(30))
            try await demandModel(it)
            // Alone, it is a way in; but not to here.
            let first = TestBrowser(client)
            let alone = try await it.enter(with: &pretender, in: first)
            #expect(alone.parameters["code"] == nil && alone.asks("register-passkey"), "\(alone.body.prefix(2000))")
            // After the password it is not even asked for.
            let browser = TestBrowser(client)
            var page = try await it.attack.halfway(browser, it.mia)
            page = try await browser.get("/signin/\(page.handle)?with=passkey")
            #expect(page.passkeyOptions.isEmpty, "\(page.body.prefix(2000))")
            page = try await browser.get("/signin/\(page.handle)?with=code")
            page = try await browser.submit(page, "/code", [("code", it.mia.code(at: it.house.now))])
            // Another that only says so is not taken; what its maker vouches for is.
            #expect(page.asks("register-passkey") && page.passkeyOptions.contains("\"attestation\":\"direct\""))
            var other = TestPasskey(8)
            other.manner.aaguid = Self.model
            let refused = try await browser.submit(
                page, "/register-passkey", [("credential", other.register(page.passkeyOptions))])
            #expect(refused.status == 400 && refused.body.contains("vouches"), "\(refused.body.prefix(2000))")
            var genuine = TestPasskey(7)
            page = try await browser.submit(
                refused, "/register-passkey",
                [("credential", try maker.register(&genuine, refused.passkeyOptions))])
            if page.asks("stay") { page = try await browser.submit(page, "/stay", [("stay", "no")]) }
            #expect(page.parameters["code"] != nil, "\(page.body.prefix(2000))")
            // From now on that one is asked for, and the other is not.
            it.house.clock.advance(by: .minutes(1))
            let later = TestBrowser(client)
            let asked = try await it.attack.halfway(later, it.mia)
            #expect(asked.passkeyOptions.contains(Base64URL.encode(genuine.id)))
            #expect(!asked.passkeyOptions.contains(Base64URL.encode(pretender.id)))
            let wrong = try await it.use(&pretender, on: asked, in: later)
            #expect(wrong.parameters["code"] == nil && !wrong.asks("stay"))
            let again = TestBrowser(client)
            #expect(try await it.enter(with: &genuine, in: again).parameters["code"] != nil)
        }
        #expect(try await it.passkeys(of: it.mia).map(\.isAttested).sorted { !$0 && $1 } == [false, true])
    }

    @Test func `A067 PK-11 a key that may be copied is not attested, whoever vouches for it`() async throws {
        let (it, maker) = try await house()
        try await it.house.serve { client in
            let (browser, _) = try await it.attack.inside(client, as: it.mia)
            func make(_ number: UInt8, flags: UInt8) async throws -> TestBrowser.Answer {
                var passkey = TestPasskey(number)
                passkey.manner.flags = flags
                let page = try await browser.get("/account/passkeys/new")
                let made = try maker.register(&passkey, page.passkeyOptions)
                return try await browser.submit(page, "/account/passkeys/new", [("credential", made), ("name", "Key")])
            }
            #expect(try await make(6, flags: 0x0d).location.contains("done=passkeyAdded"))
            #expect(try await it.passkeys(of: it.mia).map(\.isAttested) == [false])
            try await it.rule { $0.standard.wantsAttestation = true }
            let refused = try await make(7, flags: 0x0d)
            #expect(refused.status == 400 && refused.body.contains("vouches"), "\(refused.body.prefix(2000))")
            #expect(try await make(8, flags: 0x05).location.contains("done=passkeyAdded"))
        }
        let passkeys = try await it.passkeys(of: it.mia)
        #expect(passkeys.count == 2 && passkeys.allSatisfy { $0.isAttested != $0.isBackupEligible })
    }

    @Test func `A067 certificates are followed for the answer to a challenge of ours alone`() async throws {
        let (it, maker) = try await house()
        let (tools, now) = (it.house.tools, it.house.now)
        let (here, there) = (PasskeyCeremony.registration(inFlow: [1]), PasskeyCeremony.registration(inFlow: [2]))
        let challenge = Base64URL.encode(tools.newChallenge(for: here, at: now))
        var passkey = TestPasskey()
        let text = try maker.register(&passkey, "{\"challenge\":\"\(challenge)\",\"user\":{\"id\":\"AAEC\"}}")
        #expect(await tools.offer(text, for: here, at: now).vouching == .maker)
        #expect(await tools.offer(text, for: there, at: now).vouching == .nobody)
        #expect(await tools.offer(text, for: here, at: now + .minutes(5)).vouching == .nobody)
    }

    @Test func `A067 a proof that named a model before models had to be vouched for does not meet it`() async throws {
        let (it, _) = try await house()
        try await it.house.serve { client in
            var pretender = pretender()
            try await it.register(&pretender, for: it.mia, client)
            let (old, mia, tenant) = (it.house.now, it.mia.id, it.attack.app.tenant)
            let keys = AuthenticationStrength(
                id: ID("keys"), displayName: "Keys", combinations: [MethodCombination(.fido2)],
                passkeyModels: [Self.modelText])
            for isAttested in [false, true] {
                let verdict = try await it.house.store.write { tables in
                    var passkey = try #require(try tables.passkeys.list(mia).first)
                    passkey.isAttested = isAttested
                    _ = try tables.passkeys.delete(passkey.id, of: mia)
                    _ = try tables.passkeys.insert(passkey)
                    let subject = try #require(try tables.subject(mia, in: tenant))
                    return subject.demand(
                        [keys], registered: subject.registered(at: old),
                        proofs: [Proof(method: .passkey, at: old, model: Self.modelText)],
                        under: AuthenticationMethodsPolicy(), at: old
                    ).verdict
                }
                #expect((verdict == .satisfied) == isAttested)
            }
        }
    }

    @Test func `A067 where no maker is trusted nobody is sent to make a passkey that could not count`() async throws {
        let (it, _) = try await house(trusting: false)
        try await demandModel(it)
        try await it.house.serve { client in
            let browser = TestBrowser(client)
            var page = try await it.attack.halfway(browser, it.mia)
            if page.asks("code") {
                page = try await browser.submit(page, "/code", [("code", it.mia.code(at: it.house.now))])
            }
            #expect(page.status == 403 && page.body.contains("AADSTS53003"), "\(page.body.prefix(2000))")
        }
    }
}
