import MartletActions
import MartletDirectory
import MartletPolicy
import MartletStore
import MartletTesting
import Testing

@testable import MartletServer

/// Lists of revoked certificates that are fetched (A186, A256 to A258): one that is right counts at once, and nothing else
/// changes what is here.
@Suite struct `Fetched lists of revoked certificates` {
    private static let url = "https://pki.example/people.crl"

    private func house() async throws -> (here: CardHouse, web: CannedFetch, stored: CertificateAuthority) {
        let web = CannedFetch()
        let here = try await CardHouse(("certificates.worth", "multiFactor"), outgoing: web)
        let stored = try await authority(here)
        try await SetMethodsPolicy(here.house.tools)(
            [
                (name: "certificates.revocationLists", text: "\(stored.keyIdentifier)=\(Self.url)"),
                (name: "certificates.wantsRevocationList", text: "true"),
            ], by: try await here.house.operatorCaller())
        return (here, web, stored)
    }

    private func authority(_ here: CardHouse) async throws -> CertificateAuthority {
        let tenant = try await here.house.operatorCaller().tenant
        return try #require(try await here.house.store.read { try $0.certificateAuthorities.list(in: tenant) }.first)
    }

    @Test func `a list is fetched, and who is on it is signed out`() async throws {
        let (here, web, _) = try await house()
        let made = try here.made()
        web.put(bytes: try here.root.list(at: here.house.now), at: Self.url)
        #expect(try await FetchRevocationLists(here.house.tools)() == 1)
        #expect(try await FetchRevocationLists(here.house.tools)() == 0, "it says nothing new")
        #expect(try await here.audits(.revocationListSet).count == 1)
        try await here.serve { client in
            let browser = try await here.inside(client, here.mia, with: made)
            here.house.clock.advance(by: .seconds(60))
            web.put(bytes: try here.root.list(revoking: [made], at: here.house.now), at: Self.url)
            #expect(try await FetchRevocationLists(here.house.tools)() == 1)
            #expect(try await browser.get("/account").asks("name"))
            #expect(try await here.signIn(here.mia.name, made, by: TestBrowser(client)).status == 401)
        }
    }

    @Test func `what is not a better list changes nothing, and the old one counts until it runs out`() async throws {
        let (here, web, stored) = try await house()
        let made = try here.made { $0.lifetime = .days(300) }
        let first = try here.root.list(at: here.house.now)
        web.put(bytes: first, at: Self.url)
        #expect(try await FetchRevocationLists(here.house.tools)() == 1)
        let good = try await authority(here).revocationList
        #expect(good == first && stored.revocationList == nil)
        let stranger = try TestAuthority(at: here.house.now - .days(1))
        let early = try here.root.list(at: here.house.now - .days(2))
        here.house.clock.advance(by: .seconds(60))
        for bytes in [
            early, try stranger.list(at: here.house.now), [], Array("no list".utf8),
            try here.root.list(at: here.house.now + .days(2)), [UInt8](repeating: 0x30, count: 1_500_001),
        ] {
            web.put(bytes: bytes, at: Self.url)
            #expect(try await FetchRevocationLists(here.house.tools)() == 0)
        }
        for refusal in [OutgoingRefusal.unreachable, .redirect, .tooSlow, .status(404), .contentType] {
            web.fail(refusal, at: Self.url)
            #expect(try await FetchRevocationLists(here.house.tools)() == 0)
        }
        #expect(try await authority(here).revocationList == good)
        #expect(try await here.audits(.revocationListSet).count == 1)
        try await here.serve { client in
            _ = try await here.inside(client, here.mia, with: made)
            here.house.clock.advance(by: .days(8))
            #expect(try await here.signIn(here.mia.name, made, by: TestBrowser(client)).status == 401)
            // And it is better again once there is one.
            web.put(bytes: try here.root.list(at: here.house.now), at: Self.url)
            #expect(try await FetchRevocationLists(here.house.tools)() == 1)
            _ = try await here.inside(client, here.mia, with: made)
        }
    }

    @Test func `nothing is fetched for authorities that are not here, or where certificates are off`() async throws {
        let (here, web, _) = try await house()
        let caller = try await here.house.operatorCaller()
        try await SetMethodsPolicy(here.house.tools)([(name: "certificates.isEnabled", text: "false")], by: caller)
        #expect(try await FetchRevocationLists(here.house.tools)() == 0)
        try await SetMethodsPolicy(here.house.tools)(
            [
                (name: "certificates.isEnabled", text: "true"),
                (name: "certificates.revocationLists", text: "0102=\(Self.url)"),
            ], by: caller)
        #expect(try await FetchRevocationLists(here.house.tools)() == 0)
        #expect(web.asked.isEmpty)
    }

    @Test(arguments: [
        "0102", "0102=", "=https://pki.example/a.crl", "xyz=https://pki.example/a.crl", "0102=ldap://pki.example/a",
        "0102=https://pki.example/a.crl 0102=https://pki.example/b.crl", "0102=https://u:p@pki.example/a.crl",
    ])
    func `an address that is none is refused`(text: String) async throws {
        let (here, _, _) = try await house()
        let caller = try await here.house.operatorCaller()
        await #expect(throws: ActionError.self) {
            try await SetMethodsPolicy(here.house.tools)(
                [(name: "certificates.revocationLists", text: text)], by: caller)
        }
    }
}
