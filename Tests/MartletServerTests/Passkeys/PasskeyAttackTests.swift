import MartletActions
import MartletCredentials
import MartletDirectory
import MartletStore
import MartletTesting
import Testing

@testable import MartletServer

/// A036, A056–A073, at the doors; what a message alone must hold is tried in `MartletCredentialsTests`.
@Suite struct `Attacks on passkeys` {
    @Test func `A036 and A057 a passkey answers no page but ours`() async throws {
        let it = try await PasskeyHouse()
        try await it.house.serve { client in
            var passkey = TestPasskey()
            try await it.register(&passkey, for: it.mia, client)
            for origin in ["https://localhost.example", "http://localhost:8081", "null"] {
                var phished = passkey
                phished.manner.origin = origin
                #expect(try await it.enter(with: &phished, in: TestBrowser(client)).givesNothing)
            }
            var elsewhere = passkey
            elsewhere.manner.relyingParty = "localhost.example"
            #expect(try await it.enter(with: &elsewhere, in: TestBrowser(client)).givesNothing)
            #expect(try await it.enter(with: &passkey, in: TestBrowser(client)).parameters["code"] != nil)
        }
    }

    @Test func `A059 a challenge is answered once, in its flow, within five minutes`() async throws {
        let it = try await PasskeyHouse()
        try await it.house.serve { client in
            var passkey = TestPasskey()
            try await it.register(&passkey, for: it.mia, client)
            let browser = TestBrowser(client)
            let page = try await browser.get(it.attack.authorize)
            let other = try await browser.get(it.attack.authorize)
            // Another flow's.
            let answer = passkey.use(other.passkeyOptions)
            #expect(try await browser.submit(page, "/passkey", [("credential", answer)]).givesNothing)
            // After a failure: a message that does not verify spends it too.
            var broken = passkey
            broken.manner.flags = 0x01
            let failed = try await it.use(&broken, on: page, in: browser)
            #expect(failed.givesNothing)
            let late = passkey.use(page.passkeyOptions)
            #expect(try await browser.submit(page, "/passkey", [("credential", late)]).givesNothing)
            // After its end; and one that no server made.
            it.house.clock.advance(by: .minutes(5))
            let expired = passkey.use(failed.passkeyOptions)
            #expect(try await browser.submit(page, "/passkey", [("credential", expired)]).givesNothing)
            var invented = passkey
            invented.manner.challenge = [UInt8](repeating: 1, count: 48)
            #expect(try await it.use(&invented, on: other, in: browser).givesNothing)
            // The counter has not moved for any of them.
            #expect(try await it.passkeys(of: it.mia).map(\.signCount) == [1])
            let good = try await browser.get("/signin/\(page.handle)")
            #expect(try await it.use(&passkey, on: good, in: browser).asks("stay"))
        }
    }

    @Test func `A059 of fifty answers to one challenge at once one is taken`() async throws {
        let it = try await PasskeyHouse()
        try await it.house.serve { client in
            var passkey = TestPasskey(1, signCount: 0)
            try await it.register(&passkey, for: it.mia, client)
            let browser = TestBrowser(client)
            let page = try await browser.get(it.attack.authorize)
            let answer = passkey.use(page.passkeyOptions)
            let path = "/signin/\(page.handle)/passkey"
            let statuses = try await withThrowingTaskGroup(of: Int.self) { group in
                for _ in 0..<50 {
                    group.addTask {
                        try await browser.raw(path, [("token", page.token), ("credential", answer)]).status
                    }
                }
                return try await group.reduce(into: []) { $0.append($1) }
            }
            #expect(statuses.filter { $0 == 303 || $0 == 302 }.count == 1, "\(statuses)")
        }
    }

    @Test func `A060 a challenge for a registration signs nobody in, and the other way round`() async throws {
        let it = try await PasskeyHouse()
        try await it.house.serve { client in
            var passkey = TestPasskey()
            let inside = try await it.register(&passkey, for: it.mia, client)
            let making = try await inside.get("/account/passkeys/new")
            let browser = TestBrowser(client)
            let page = try await browser.get(it.attack.authorize)
            let crossed = passkey.use(making.passkeyOptions)
            #expect(try await browser.submit(page, "/passkey", [("credential", crossed)]).givesNothing)
            var second = TestPasskey(2)
            let other = second.register(page.passkeyOptions)
            let made = try await inside.submit(making, "/account/passkeys/new", [("credential", other)])
            #expect(made.status == 400)
        }
        #expect(try await it.passkeys(of: it.mia).count == 1)
    }

    @Test func `A061 a passkey without verification of the person is refused`() async throws {
        let it = try await PasskeyHouse()
        try await it.house.serve { client in
            var passkey = TestPasskey()
            let browser = try await it.register(&passkey, for: it.mia, client)
            passkey.manner.flags = 0x01
            let refused = try await it.enter(with: &passkey, in: TestBrowser(client))
            #expect(refused.status == 400 && refused.givesNothing)
            var second = TestPasskey(2)
            second.manner.flags = 0x01
            #expect(try await it.make(&second, in: browser).status == 400)
        }
    }

    @Test func `A062 owner, user handle and the person of the flow agree`() async throws {
        let it = try await PasskeyHouse()
        try await it.house.serve { client in
            var (mias, neds) = (TestPasskey(1), TestPasskey(2))
            try await it.register(&mias, for: it.mia, client)
            try await it.register(&neds, for: it.ned, client)
            // Ned's passkey as Mia's second factor, and where Mia's name was typed.
            let half = TestBrowser(client)
            let page = try await it.attack.halfway(half, it.mia)
            #expect(try await it.use(&neds, on: page, in: half).givesNothing)
            let named = TestBrowser(client)
            var step = try await named.submit(
                try await named.get(it.attack.authorize), "/name", [("username", it.mia.name)])
            step = try await named.get("/signin/\(step.handle)?with=passkey")
            #expect(try await it.use(&neds, on: step, in: named).givesNothing)
            // Ned's passkey that says it is Mia's.
            var liar = neds
            liar.manner.userHandle = mias.owner
            #expect(try await it.enter(with: &liar, in: TestBrowser(client)).givesNothing)
            var twoNames = neds
            twoNames.manner.rawID = mias.id
            #expect(try await it.enter(with: &twoNames, in: TestBrowser(client)).givesNothing)
            #expect(try await it.enter(with: &neds, in: TestBrowser(client)).parameters["code"] != nil)
        }
        #expect(try await it.attack.rows(of: it.ned).contains { $0.details.first?.result == "wrongCredential" })
    }

    @Test func `A064 a counter that goes back is refused and told to the administrators`() async throws {
        let it = try await PasskeyHouse()
        try await it.house.serve { client in
            var passkey = TestPasskey()
            try await it.register(&passkey, for: it.mia, client)
            var copy = passkey
            #expect(try await it.enter(with: &passkey, in: TestBrowser(client)).parameters["code"] != nil)
            #expect(try await it.enter(with: &copy, in: TestBrowser(client)).givesNothing)
            #expect(try await it.enter(with: &passkey, in: TestBrowser(client)).parameters["code"] != nil)
        }
        #expect(try await it.audits(.passkeyCloneSuspected) == 1)
        #expect(try await it.attack.rows(of: it.mia).contains { $0.details.first?.result == "possibleClone" })
    }

    @Test func `A066 a credential that is somebody's is registered for nobody else`() async throws {
        let it = try await PasskeyHouse()
        try await it.house.serve { client in
            var passkey = TestPasskey()
            try await it.register(&passkey, for: it.mia, client)
            var same = passkey
            let (browser, _) = try await it.attack.inside(client, as: it.ned)
            #expect(try await it.make(&same, in: browser).status == 400)
        }
        #expect(try await it.passkeys(of: it.ned).isEmpty)
        #expect(try await it.passkeys(of: it.mia).count == 1)
    }

    @Test func `A067 a model is believed from a trusted authority alone`() async throws {
        let it = try await PasskeyHouse()
        let model = [UInt8](repeating: 7, count: 16)
        try await it.rule {
            $0.standard.wantsAttestation = true
            ($0.standard.modelRule, $0.standard.models) = (.onlyListed, [String(repeating: "07", count: 16)])
        }
        try await it.house.serve { client in
            let (browser, _) = try await it.attack.inside(client, as: it.mia)
            var plain = TestPasskey()
            plain.manner.aaguid = model
            #expect(try await it.make(&plain, in: browser).status == 400)
            // By its own key, over the model that is allowed.
            var own = TestPasskey(2)
            (own.manner.aaguid, own.manner.format) = (model, "packed")
            let page = try await browser.get("/account/passkeys/new")
            #expect(page.passkeyOptions.contains("\"attestation\":\"direct\""))
            let challenge = try #require(
                Base64URL.decode(
                    try JSONReader.object(Array(page.passkeyOptions.utf8)).string("challenge") ?? ""))
            let signature = own.signature(
                own.data(withCredential: true), own.clientData("webauthn.create", challenge: challenge))
            own.manner.statement = TestCBOR.map([
                (TestCBOR.text("alg"), TestCBOR.integer(-7)), (TestCBOR.text("sig"), TestCBOR.bytes(signature)),
            ])
            let made = own.register(page.passkeyOptions)
            let answer = try await browser.submit(page, "/account/passkeys/new", [("credential", made)])
            #expect(answer.status == 400 && answer.body.contains("vouches"))
        }
        #expect(try await it.passkeys(of: it.mia).isEmpty)
    }

    @Test func `A071 a passkey is made after a fresh second factor, from a page of ours, and others are signed out`()
        async throws
    {
        let it = try await PasskeyHouse()
        try await it.house.serve { client in
            let (browser, _) = try await it.attack.inside(client, as: it.mia)
            let (other, _) = try await it.attack.inside(client, as: it.mia)
            let page = try await browser.get("/account/passkeys/new")
            var passkey = TestPasskey()
            let made = passkey.register(page.passkeyOptions)
            #expect(try await browser.raw("/account/passkeys", [("credential", made)]).status == 403)
            #expect(try await it.passkeys(of: it.mia).isEmpty)
            // The page was open for too long.
            it.house.clock.advance(by: .minutes(5))
            let late = try await browser.submit(page, "/account/passkeys/new", [("credential", made)])
            #expect(late.asks("code"))
            let stepUp = try await browser.get("/account/passkeys/new")
            #expect(stepUp.asks("code"))
            let back = try await browser.submit(stepUp, "/code", [("code", it.mia.code(at: it.house.now))])
            #expect(back.location == "/account/passkeys/new" && !back.passkeyOptions.isEmpty)
            #expect(try await it.make(&passkey, in: browser).location.contains("passkeyAdded"))
            #expect(try await other.get("/account").asks("name"))
        }
        #expect(try await it.audits(.methodRegistered) == 1)
    }

    @Test func `A073 no page before the password tells who has passkeys`() async throws {
        let it = try await PasskeyHouse()
        try await it.house.serve { client in
            var passkey = TestPasskey()
            try await it.register(&passkey, for: it.ned, client)
            let nora = try await it.house.add("nora")
            var shapes: Set<String> = []
            // One initial, which the page shows.
            for name in [it.ned.name, nora.name, "nobody@example.com"] {
                let browser = TestBrowser(client)
                let first = try await browser.get(it.attack.authorize)
                let second = try await browser.submit(first, "/name", [("username", name)])
                let third = try await browser.get("/signin/\(second.handle)?with=passkey")
                var shape = ""
                for page in [first, second, third] {
                    let options = try? JSONReader.object(Array(page.passkeyOptions.utf8))
                    shape += page.body.split(separator: page.handle).joined(separator: "H")
                        .split(separator: name).joined(separator: "N")
                        .split(separator: page.token).joined(separator: "T")
                        .split(separator: options?.string("challenge") ?? "-").joined(separator: "C")
                }
                shapes.insert(Self.withoutNonce(shape))
            }
            #expect(shapes.count == 1)
        }
    }

    /// The page without what is drawn anew for each answer.
    private static func withoutNonce(_ text: String) -> String {
        text.split(separator: "nonce=\"").map { $0.drop { $0 != "\"" } }.joined()
    }
}
