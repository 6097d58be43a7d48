import HTTPTypes
import HummingbirdTesting
import MartletActions
import MartletCredentials
import MartletDirectory
import MartletPolicy
import MartletStore
import MartletTesting
import Testing

/// The OpenID Foundation's test modules for back-channel and front-channel logout, each by its name, and what they leave
/// out: retries, other ends of a session, and apps that must hear nothing.
@Suite struct `Conformance: logout channels` {
    private func run(_ body: @escaping @Sendable (LogoutHouse, TestBrowser, String) async throws -> Void) async throws {
        let house = try await LogoutHouse()
        try await house.here.house.serve { client in
            let browser = try await house.here.signedIn(client)
            try await body(house, browser, try await house.signIn(browser))
        }
    }

    @Test func `oidcc-backchannel-logout-discovery-endpoint-verification and its front-channel twin`() async throws {
        // oidcc-frontchannel-logout-discovery-endpoint-verification
        try await run { house, browser, _ in
            let document = try await browser.get("/\(house.here.app.tenant)/v2.0/.well-known/openid-configuration")
            #expect(document.json("end_session_endpoint") != nil)
            for name in [
                "backchannel_logout_supported", "backchannel_logout_session_supported", "frontchannel_logout_supported",
                "frontchannel_logout_session_supported",
            ] {
                #expect(document.body.contains("\"\(name)\":true"))
            }
        }
    }

    @Test func `oidcc-backchannel-rp-initiated-logout`() async throws {
        try await run { house, browser, hint in
            try await house.change(house.here.app) { $0.logout.frontChannelURI = nil }
            let known = try await house.claims(of: hint, type: .jwt)
            let out = try await browser.get(
                house.endSession([
                    ("id_token_hint", hint), ("post_logout_redirect_uri", house.here.app.redirectURI), ("state", "s"),
                ]))
            #expect(out.location == house.here.app.redirectURI + "?state=s")
            #expect(try await house.isSignedOut(browser))
            #expect(try await DeliverLogouts(house.tools)() == 1)
            let token = try #require(try await house.logoutTokens().first)
            for name in ["iss", "sub", "aud", "sid"] { #expect(token.string(name) == known.string(name)) }
            #expect(token.integer("iat") == house.tools.now.seconds)
            #expect(token.integer("exp") == house.tools.now.seconds + 120)
            #expect(token.string("jti") != nil && token["nonce"] == nil)
            #expect(token.text.contains("\"events\":{\"http://schemas.openid.net/event/backchannel-logout\":{}}"))
            #expect(try await DeliverLogouts(house.tools)() == 0)
        }
    }

    @Test func `A118, A172 a logout token is no access token and no hint`() async throws {
        try await run { house, browser, hint in
            let other = browser.another()
            _ = try await other.signIn(
                "/account", as: house.here.member, at: house.tools.now, stepsAhead: 1)
            _ = try await browser.get(house.endSession([("id_token_hint", hint)]))
            try await DeliverLogouts(house.tools)()
            let token = try #require(house.network.posts.first?.form.dropFirst("logout_token=".count))
            let info = try await other.send("/oidc/userinfo", .get, nil, [.authorization: "Bearer \(token)"])
            #expect(info.status == 401)
            let page = try await other.get(house.endSession([("id_token_hint", String(token))]))
            #expect(page.forms.contains("/signout"))
        }
    }

    @Test func `oidcc-frontchannel-rp-initiated-logout`() async throws {
        try await run { house, browser, hint in
            let known = try await house.claims(of: hint, type: .jwt)
            let back = ("post_logout_redirect_uri", house.here.app.redirectURI)
            let page = try await browser.send(
                house.endSession([("id_token_hint", hint), back, ("state", "a&b")]), .get, nil, [:])
            let frame = try #require(page.body.tags("iframe").first?.attribute("src"))
            let issuer = house.tools.publicURL.issuer(of: house.here.app.tenant)
            #expect(
                frame == "\(LogoutHouse.frontChannel)&iss=\(issuer.formEncoded)&sid=\(known.string("sid") ?? "")")
            let policy = try #require(page.headers[.contentSecurityPolicy])
            #expect(policy.contains("frame-src https://app.example;") && policy.contains("default-src 'none'"))
            // On from there: by a script, without one, and by hand.
            let next = house.here.app.redirectURI + "?state=a%26b"
            #expect(page.body.tags("meta").contains { $0.attribute("content") == "4; url=\(next)" })
            #expect(page.body.tags("a").contains { $0.attribute("href") == next && $0.contains("data-go-on") })
            #expect(try await house.isSignedOut(browser))
            // No other page frames anybody.
            let again = try await browser.get(house.endSession([("id_token_hint", hint)]))
            #expect(again.headers[.contentSecurityPolicy]?.contains("frame-src") == false)
        }
    }

    @Test func `signing out in the portal reaches every app of the session, and no app of another`() async throws {
        try await run { house, browser, _ in
            let second = try await house.here.house.app("Second", redirectURI: "https://second.example/cb")
            try await house.change(second) { $0.logout.frontChannelURI = "https://second.example/front" }
            let silent = try await house.here.house.app("Silent", redirectURI: "https://silent.example/cb")
            try await house.change(silent) { $0.logout.frontChannelURI = "https://silent.example/front" }
            _ = try await house.signIn(browser, app: second)
            let sessions = try await browser.get("/account/sessions")
            #expect(sessions.body.contains("Apps: Portal, Second"))
            let page = try await browser.submit(try await browser.get("/signout"), "/signout")
            let frames = page.body.tags("iframe").compactMap { $0.attribute("src")?.prefix(21) }
            #expect(Set(frames) == ["https://app.example/f", "https://second.exampl"])
            #expect(!page.body.contains("http-equiv") && page.status == 200)
            #expect(try await DeliverLogouts(house.tools)() == 1)
        }
    }

    @Test(arguments: ["portal", "administrator", "disabled", "deleted", "password"])
    func `however a session ends, its apps hear of it`(way: String) async throws {
        try await run { house, browser, _ in
            let (caller, member) = (try await house.here.caller, house.here.member)
            switch way {
            case "portal":
                let other = browser.another()
                _ = try await other.signIn(
                    "/account", as: house.here.member, at: house.tools.now, stepsAhead: 1)
                let page = try await other.get("/account/sessions")
                let form = try #require(page.forms.first { $0.hasSuffix("/end") })
                _ = try await other.submit(page, form)
            case "administrator": try await RevokeSessions(house.tools)(member.id, by: caller)
            case "disabled": try await SetUserEnabled(house.tools)(member.id, isEnabled: false, by: caller)
            case "deleted": try await DeleteUser(house.tools)(member.id, by: caller)
            default:
                _ = try await ResetPassword(house.tools)(
                    member.id, password: .given("Another-Harbour-57-lamp", isTemporary: false), by: caller)
            }
            try await DeliverLogouts(house.tools)()
            #expect(try await house.logoutTokens().count == 1)
        }
    }

    @Test func `an app that does not answer is asked again, and after a day no more`() async throws {
        try await run { house, browser, hint in
            house.network.answer(.failure(.unreachable), to: LogoutHouse.backChannel)
            _ = try await browser.get(house.endSession([("id_token_hint", hint)]))
            var waits: [Int64] = []
            for _ in 0..<40 {
                guard
                    let next = try await house.here.house.store.read({
                        try $0.logoutDeliveries.waiting(for: house.here.app.id, limit: 1).first
                    })
                else { break }
                waits.append((next.nextTryAt - house.tools.now).inSeconds)
                house.here.house.clock.advance(by: max(next.nextTryAt - house.tools.now, .zero))
                #expect(try await DeliverLogouts(house.tools)() == 1)
                #expect(try await DeliverLogouts(house.tools)() == 0)
            }
            #expect(waits.prefix(6) == [0, 5, 30, 120, 600, 3600] && waits.reduce(0, +) <= 86_400)
            #expect(try await house.here.audits(.logoutGivenUp) == 1)
            // Each try had a token of its own, good at the time of the try.
            #expect(Set(house.network.posts.map(\.form)).count == waits.count)
        }
    }

    @Test(arguments: [(200, 0, 1), (204, 0, 1), (400, 1, 1), (404, 1, 1), (408, 0, 2), (429, 0, 2), (503, 0, 2)])
    func `an answer of the app is success, a no, or a reason to try again`(
        status: Int, givenUp: Int, tries: Int
    )
        async throws
    {
        try await run { house, browser, hint in
            house.network.answer(.success(status), to: LogoutHouse.backChannel)
            _ = try await browser.get(house.endSession([("id_token_hint", hint)]))
            try await DeliverLogouts(house.tools)()
            house.here.house.clock.advance(by: .seconds(5))
            try await DeliverLogouts(house.tools)()
            #expect(house.network.posts.count == tries)
            #expect(try await house.here.audits(.logoutGivenUp) == givenUp)
        }
    }

    @Test func `a person who signs in anew in the same browser stays signed in at their apps`() async throws {
        try await run { house, browser, hint in
            house.here.house.clock.advance(by: .hours(13))
            let again = try await browser.signIn("/account", as: house.here.member, at: house.here.house.now)
            #expect(again.status == 200)
            try await DeliverLogouts(house.tools)()
            #expect(house.network.posts.isEmpty)
        }
    }
}
