import Foundation
import HummingbirdTesting
import MartletActions
import MartletCredentials
import MartletDirectory
import MartletStore
import MartletTesting
import Testing

/// A158–A160, A162–A164, A167, A262: a refresh token is good once, for its app, and never for more; an answer that was
/// lost can be had again for ten seconds, and is the same.
@Suite struct `Refresh tokens` {
    @Test func `A158 a token that comes back ends its family`() async throws {
        let here = try await TokenHouse()
        try await here.house.serve { client in
            let browser = try await here.signedIn(client)
            let first = try await here.tokens(browser)
            let elsewhere = try await here.tokens(browser, for: here.other)
            let second = try await here.refresh(browser, first)
            #expect(second.status == 200 && second.json("refresh_token") != first.json("refresh_token"))
            here.house.clock.advance(by: .seconds(11))
            #expect(try await here.refresh(browser, first).refuses())
            #expect(try await here.refresh(browser, second).refuses())
            #expect(try await here.userInfo(browser, second) == 401)
            #expect(try await here.audits(.refreshTokenReused) == 1)
            // Another app's family has nothing to do with it.
            #expect(try await here.refresh(browser, elsewhere, app: here.other).status == 200)
        }
    }

    @Test func `A159, A262 a hundred at once get the same child, and the family does not fork`() async throws {
        let here = try await TokenHouse()
        try await here.house.serve { client in
            let browser = try await here.signedIn(client)
            let first = try await here.tokens(browser)
            let answers = try await withThrowingTaskGroup(of: TestBrowser.Answer.self) { group in
                for _ in 0..<100 { group.addTask { try await here.refresh(browser, first) } }
                return try await group.reduce(into: []) { $0.append($1) }
            }
            #expect(answers.allSatisfy { $0.status == 200 })
            #expect(Set(answers.compactMap { $0.json("refresh_token") }).count == 1)
            #expect(try await here.audits(.refreshTokenReused) == 0)
            #expect(try await here.refresh(browser, try #require(answers.first)).status == 200)
            #expect(try await here.house.store.read { try $0.integrity.broken() }.isEmpty)
        }
    }

    @Test(arguments: [(10, true), (11, false)])
    func `A159 an answer that was lost is given again for ten seconds`(seconds: Int, isGood: Bool) async throws {
        let here = try await TokenHouse()
        try await here.house.serve { client in
            let browser = try await here.signedIn(client)
            let first = try await here.tokens(browser)
            let second = try await here.refresh(browser, first)
            here.house.clock.advance(by: .seconds(seconds))
            let again = try await here.refresh(browser, first)
            #expect(isGood ? again.json("refresh_token") == second.json("refresh_token") : again.refuses())
            #expect(try await here.refresh(browser, second).status == (isGood ? 200 : 400))
        }
    }

    @Test func `A158, A159 once the child was used, asking again ends the family`() async throws {
        let here = try await TokenHouse()
        try await here.house.serve { client in
            let browser = try await here.signedIn(client)
            let first = try await here.tokens(browser)
            let second = try await here.refresh(browser, first)
            let third = try await here.refresh(browser, second)
            #expect(third.status == 200)
            #expect(try await here.refresh(browser, first).refuses())
            #expect(try await here.refresh(browser, third).refuses())
            #expect(try await here.audits(.refreshTokenReused) == 1)
        }
    }

    @Test func `A162 another app does not get the child of a token either`() async throws {
        let here = try await TokenHouse()
        try await here.house.serve { client in
            let browser = try await here.signedIn(client)
            let mine = try await here.tokens(browser)
            let next = try await here.refresh(browser, mine)
            #expect(try await here.refresh(browser, mine, app: here.other).refuses())
            #expect(try await here.refresh(browser, next).status == 200)
        }
    }

    @Test func `A160 a token that was used before a restart is refused after it`() async throws {
        let directory = FileManager.default.temporaryDirectory.appending(
            path: "martlet-\(ProcessInfo.processInfo.globallyUniqueString)")
        try FileManager.default.createDirectory(at: directory, withIntermediateDirectories: true)
        defer { try? FileManager.default.removeItem(at: directory) }
        let path = directory.appending(path: "martlet.db").path
        let before = try await TokenHouse(house: try await TestHouse(engine: try SQLiteEngine(path: path)))
        // A second set of tools over the same file is the restarted process; both keep the sealing key of the seed.
        let key = before.house.tools.sealer
        try await before.house.serve { client in
            let browser = try await before.signedIn(client)
            let used = try await before.tokens(browser)
            let live = try await before.refresh(browser, used)
            let code = try await before.code(browser)
            await before.house.store.close()

            let store = Store(engine: try SQLiteEngine(path: path))
            let old = before.house.tools
            let tools = Tools(
                store: store, ambient: old.ambient, sealer: key, hashing: old.hashing, publicURL: old.publicURL,
                logger: old.logger)
            func refresh(_ tokens: TestBrowser.Answer) async throws -> TokenAnswer {
                try await ExchangeToken(tools)(
                    Self.request(
                        before,
                        [("grant_type", "refresh_token"), ("refresh_token", tokens.json("refresh_token") ?? "")]))
            }
            let redeemed = try await ExchangeToken(tools)(
                Self.request(
                    before,
                    [
                        ("grant_type", "authorization_code"), ("code", code.parameters["code"] ?? ""),
                        ("redirect_uri", before.app.redirectURI), ("code_verifier", TestBrowser.verifier),
                    ]))
            #expect(redeemed.refreshToken != nil)
            let next = try await refresh(live)
            #expect(next.refreshToken != nil)
            await #expect(throws: OAuthError.self) { _ = try await refresh(used) }
            await #expect(throws: OAuthError.self) { _ = try await refresh(live) }
            #expect(try await store.read { try $0.integrity.broken() }.isEmpty)
            await store.close()
        }
    }

    @Test func `A162 another app, and an app without its secret, get nothing`() async throws {
        let here = try await TokenHouse()
        try await here.house.serve { client in
            let browser = try await here.signedIn(client)
            let mine = try await here.tokens(browser, for: here.other)
            #expect(try await here.refresh(browser, mine, app: here.app).refuses())
            var bare = here.other
            bare.secret = nil
            #expect(try await here.refresh(browser, mine, app: bare).refuses("invalid_client", status: 401))
            // Trying has not used it up.
            #expect(try await here.refresh(browser, mine, app: here.other).status == 200)
        }
    }

    @Test func `A163 scopes may be narrowed and never widened`() async throws {
        let here = try await TokenHouse()
        try await here.house.serve { client in
            let browser = try await here.signedIn(client)
            let answer = try await browser.get(
                TestBrowser.authorizePath(here.app, scope: "openid profile offline_access"))
            var tokens = try await browser.redeem(answer, app: here.app)
            for scope in [
                "openid email", "openid Directory.Read.All", "openid profile offline_access email", "admin", "*",
            ] {
                #expect(try await here.refresh(browser, tokens, scope: scope).refuses("invalid_scope"), "\(scope)")
            }
            tokens = try await here.refresh(browser, tokens, scope: "openid")
            #expect(tokens.json("scope") == "openid")
            let info = try await here.userInfoAnswer(browser, tokens)
            #expect(info.status == 200 && !info.body.contains("Mia"))
        }
    }

    @Test func `A164 daily use does not keep a family beyond its ninety days`() async throws {
        let here = try await TokenHouse()
        try await here.house.serve { client in
            let browser = try await here.signedIn(client)
            var tokens = try await here.tokens(browser)
            for day in 1...90 {
                here.house.clock.advance(by: .days(1))
                let next = try await here.refresh(browser, tokens)
                #expect(day < 90 ? next.status == 200 : next.refuses(), "day \(day)")
                if next.status == 200 { tokens = next }
            }
        }
    }

    @Test(arguments: [(29, true), (30, false)])
    func `A164 a token that rests for thirty days is over`(days: Int, isGood: Bool) async throws {
        let here = try await TokenHouse()
        try await here.house.serve { client in
            let browser = try await here.signedIn(client)
            let tokens = try await here.tokens(browser)
            here.house.clock.advance(by: .days(days))
            let next = try await here.refresh(browser, tokens)
            #expect(isGood ? next.status == 200 : next.refuses())
        }
    }

    private static func request(_ here: TokenHouse, _ fields: [(String, String)]) -> TokenRequest {
        TokenRequest(
            organization: here.app.tenant.rawValue,
            parameters: (fields + [("client_id", here.app.id.rawValue)]).map { (name: $0.0, value: $0.1) }, basic: nil,
            hasUnreadableAuthorization: false, origin: Origin(address: "192.0.2.10", userAgent: "Test"))
    }
}
