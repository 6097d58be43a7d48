import HTTPTypes
import MartletActions
import MartletCredentials
import MartletDirectory
import MartletStore
import MartletTesting
import Testing

/// The groups of a person in tokens, and where to ask when there are too many.
@Suite struct `Groups in tokens` {
    private static func claims(_ text: String?) throws -> JSONObject {
        let payload = try #require(text?.split(separator: ".").dropFirst().first)
        return try JSONReader.object(try #require(Base64URL.decode(payload.utf8)))
    }

    /// Puts the member into so many groups.
    private static func join(_ here: TokenHouse, _ count: Int) async throws {
        let (tenant, member, now) = (here.app.tenant, here.member.id, here.house.now)
        try await here.house.store.write { tables in
            for number in 0..<count {
                let group = Group(
                    id: ID("00000000-0000-4000-8000-\(String(1_000_000_000_000 + number).dropFirst())"), tenant: tenant,
                    displayName: "Group \(number)", createdAt: now)
                try tables.groups.insert(group)
                _ = try tables.groups.addMember(group.id, user: member, at: now)
            }
        }
    }

    @Test(arguments: [(0, false), (200, false), (201, true)])
    func `up to two hundred are named, more are told where to ask`(count: Int, isOverage: Bool) async throws {
        let here = try await TokenHouse()
        try await here.house.edit(here.app) { $0.settings.tokens.groupClaims = .all }
        try await Self.join(here, count)
        try await here.house.serve { client in
            let browser = try await here.signedIn(client)
            let path = TestBrowser.authorizePath(here.app, scope: "openid User.Read")
            let tokens = try await browser.redeem(try await browser.get(path), app: here.app)
            let claims = try Self.claims(tokens.json("id_token"))
            #expect((claims.strings("groups")?.count ?? 0) == (isOverage ? 0 : count))
            guard isOverage else {
                #expect(claims["_claim_names"] == nil)
                return
            }
            guard case .object(let sources) = claims["_claim_sources"], case .object(let source) = sources["src1"]
            else { throw JSONReader.Refused() }
            let endpoint = try #require(source.string("endpoint"))
            let address = String(endpoint.dropFirst(here.house.tools.publicURL.text.count))
            let bearer = "Bearer \(tokens.json("access_token") ?? "")"
            let answer = try await browser.raw(address, [], headers: [.authorization: bearer])
            let object = try JSONReader.object(Array(answer.body.utf8))
            #expect(answer.status == 200 && object.strings("value")?.count == count)
            // Without a token, and with one that does not open the profile.
            #expect(try await browser.raw(address, []).status == 401)
            let narrow = TestBrowser.authorizePath(here.app, scope: "openid")
            let other = try await browser.redeem(try await browser.get(narrow), app: here.app)
            let refused = try await browser.raw(
                address, [], headers: [.authorization: "Bearer \(other.json("access_token") ?? "")"])
            #expect(refused.status == 403)
        }
    }

    @Test func `A154 a challenge that an app sends again is told in the log`() async throws {
        let here = try await TokenHouse()
        try await here.house.serve { client in
            let browser = try await here.signedIn(client)
            for isAgain in [false, true] {
                _ = try await here.code(browser)
                let line = try #require(try await here.house.signIns(limit: 1).first)
                #expect(line.details.contains { $0.method == "codeChallenge" && $0.result == "usedBefore" } == isAgain)
                here.house.clock.advance(by: .seconds(1))
            }
        }
    }
}
