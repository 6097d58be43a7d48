import Foundation
import HTTPTypes
import Hummingbird
import HummingbirdTesting
import MartletActions
import MartletCredentials
import MartletDirectory
import MartletTesting
import Testing

@testable import MartletServer

/// A120, A122, A123, A127, A129, A131: text that comes back, schemes that run, hosts and addresses that lie.
@Suite struct `Reflection, schemes, hosts and redirects` {
    private static let script = "\"><script>alert(1)</script><img src=x onerror='alert(1)'>{{t:x}}</title>"

    @Test func `A120 nobody is signed in with the attacker's credentials by a post from elsewhere`() async throws {
        let attack = try await AttackHouse()
        try await attack.house.serve { client in
            let thief = TestBrowser(client)
            let page = try await attack.halfway(thief, attack.ned)
            let victim = TestBrowser(client)
            let shown = try await victim.get("/account")
            for (handle, token) in [(page.handle, page.token), (shown.handle, page.token), (page.handle, shown.token)] {
                let fields = [("token", token), ("username", attack.ned.name), ("password", attack.ned.password)]
                for step in ["name", "password", "code"] {
                    let code = [("code", attack.ned.code(at: attack.house.now))]
                    let answer = try await victim.raw("/signin/\(handle)/\(step)", fields + code)
                    #expect(answer.status == 403 && answer.givesNothing)
                }
            }
            let cross = try await victim.raw(
                "/signin/\(shown.handle)/name", [("token", shown.token), ("username", attack.ned.name)],
                headers: [.secFetchSite: "cross-site"])
            #expect(cross.status == 403)
            #expect(try await victim.get("/account").asks("name"))
        }
        try await attack.expectNobodyIn(as: attack.ned)
    }

    @Test func `A122 whatever an address says comes back as text`() async throws {
        let attack = try await AttackHouse()
        let text = Self.script.formEncoded
        let tenant = attack.app.tenant
        let authorize = TestBrowser.authorizePath(attack.app)
        let paths = [
            authorize + "&login_hint=\(text)", authorize + "&ui_locales=\(text)", authorize + "&error=\(text)",
            authorize + "&error_description=\(text)&error_hint=\(text)&kc_action=\(text)", "/\(text)",
            "/admin/\(text)", "/account?done=\(text)&notice=\(text)", "/account?ui_locales=\(text)&x=\(text)",
            "/setup?code=\(text)", "/signin/\(text)", "/signout?x=\(text)", "/assets/\(text)?v=\(text)",
            "/\(tenant)/oauth2/v2.0/authorize?client_id=\(text)&redirect_uri=\(text)&state=\(text)",
            "/\(tenant)/oauth2/v2.0/authorize?client_id=\(attack.app.id)&redirect_uri=\(text)",
            "/\(text)/oauth2/v2.0/authorize?client_id=\(attack.app.id)",
            "/\(tenant)/oauth2/v2.0/logout?state=\(text)&client_id=\(text)&post_logout_redirect_uri=\(text)",
            "/\(text)/v2.0/.well-known/openid-configuration",
        ]
        try await attack.house.serve { client in
            let (inside, _) = try await attack.inside(client, as: attack.admin, at: "/admin")
            let searches = ["users", "groups", "apps", "signins", "audit"].map {
                "/admin/\($0)?q=\(text)&after=\(text)&filter=\(text)"
            }
            for (browser, all) in [(TestBrowser(client), paths), (inside, paths + searches)] {
                for path in all {
                    let answer = try await browser.get(path)
                    #expect(answer.status < 500, "\(path)")
                    #expect(!answer.body.contains("<script>alert") && !answer.body.contains("<img src=x"), "\(path)")
                    #expect(!answer.body.contains("onerror='alert(1)'>"), "\(path)")
                }
            }
            // `state` comes back as it was, and not beyond 2 KiB.
            let state = TestBrowser.authorizePath(attack.app, extra: "&prompt=none")
                .replacingOccurrences(of: "state=s1", with: "state=\(text)")
            #expect(try await TestBrowser(client).get(state).parameters["state"] == Self.script)
            let long = state.replacingOccurrences(of: text, with: String(repeating: "s", count: 2049))
            let refused = try await TestBrowser(client).get(long)
            #expect(refused.parameters["error"] == "invalid_request" && refused.parameters["state"] == nil)
        }
    }

    @Test func `A123 an address with a scheme that runs is registered nowhere and followed nowhere`() async throws {
        let attack = try await AttackHouse()
        let caller = try await attack.house.operatorCaller()
        let addresses = [
            "javascript:alert(1)", "JaVaScRiPt:alert(1)", "data:text/html,x", "vbscript:x",
            "blob:https://app.example/x",
            "file:///etc/passwd", "http://app.example/cb", "//evil.example", "https://app.example/cb#x", "about:blank",
            "https://user@app.example/cb", "java\tscript:alert(1)", " javascript:alert(1)", "https:evil.example",
        ]
        for uri in addresses {
            for details in [
                ApplicationDetails(displayName: "X", redirectURIs: [uri]),
                ApplicationDetails(displayName: "X", postLogoutRedirectURIs: [uri]),
            ] {
                for kind in [MartletDirectory.Application.Kind.public, .confidential] {
                    await #expect(throws: ActionError.self, "\(uri)") {
                        _ = try await RegisterApplication(attack.house.tools)(
                            details, kind: kind, makesSecret: false, by: caller)
                    }
                }
            }
        }
        try await attack.house.serve { client in
            let (browser, _) = try await attack.inside(client, as: attack.mia)
            let registered = attack.app.redirectURI.formEncoded
            let out = "/\(attack.app.tenant)/oauth2/v2.0/logout?client_id=\(attack.app.id)&post_logout_redirect_uri="
            for uri in addresses {
                for mode in ["query", "form_post"] {
                    let path = attack.authorize.replacingOccurrences(of: registered, with: uri.formEncoded)
                    let answer = try await browser.send(path + "&response_mode=\(mode)", .get, nil, [:])
                    #expect(answer.status == 400 && answer.givesNothing && answer.headers[.location] == nil, "\(uri)")
                    #expect(!answer.forms.contains(uri), "\(uri)")
                }
                let answer = try await TestBrowser(client).send(out + uri.formEncoded, .get, nil, [:])
                #expect(answer.status == 200 && answer.headers[.location] == nil, "\(uri)")
            }
            #expect(try await browser.get(attack.authorize).parameters["code"] != nil)
        }
    }

    @Test func `A127 another host is answered by nothing, and no host's name gets into a document`() async throws {
        let attack = try await AttackHouse(url: "https://id.example.org")
        func app(_ extra: Set<String>) throws -> some ApplicationProtocol {
            Hummingbird.Application(
                router: ServerRouter.make(
                    Doors(
                        tools: attack.house.tools, pages: try PageRenderer(),
                        options: ServerOptions(extraHosts: extra))))
        }
        let lies: HTTPFields = [
            .init("X-Forwarded-Host") ?? .via: "evil.example", .init("X-Forwarded-Proto") ?? .via: "http",
            .init("Forwarded") ?? .via: "host=evil.example", .init("X-Original-URL") ?? .via: "/admin",
            .init("X-Rewrite-URL") ?? .via: "/admin",
        ]
        let paths = [
            "/\(attack.app.tenant)/v2.0/.well-known/openid-configuration", "/account", "/setup", attack.authorize,
        ]
        try await app([]).test(.router) { client in
            for path in paths {
                let answer = try await TestBrowser(client).send(path, .get, nil, lies)
                #expect(answer.status == 421 && answer.givesNothing)
            }
        }
        try await app(["localhost", ""]).test(.router) { client in
            for path in paths {
                let answer = try await TestBrowser(client).send(path, .get, nil, lies)
                #expect(answer.status < 400 || path == "/setup")
                #expect(!answer.body.contains("evil.example") && !answer.location.contains("evil.example"))
                #expect(!answer.body.contains("//localhost"))
            }
            let document = try await TestBrowser(client).send(paths[0], .get, nil, lies)
            #expect(document.json("issuer") == "https://id.example.org/\(attack.app.tenant)/v2.0")
        }
    }

    @Test func `A129 every answer to a posted credential is a 303 or a page`() async throws {
        let attack = try await AttackHouse()
        try await attack.house.serve { client in
            let browser = TestBrowser(client)
            let page = try await browser.get(attack.authorize)
            let posts = [
                ("name", "username", attack.mia.name), ("password", "password", attack.mia.password),
                ("code", "code", attack.mia.code(at: attack.house.now)), ("stay", "stay", "no"),
            ]
            for (step, field, value) in posts {
                let answer = try await browser.raw(
                    "/signin/\(page.handle)/\(step)", [("token", page.token), (field, value)])
                #expect(answer.status == 303 && !answer.location.contains(attack.mia.password))
            }
        }
    }

    @Test func `A131 nobody is sent anywhere but to a page of this house`() async throws {
        let attack = try await AttackHouse()
        let targets = [
            "//evil.example", "/\\evil.example", "https:evil.example", "https://evil.example", "/\t/evil.example",
            "\t//evil.example", "evil.example", "javascript:alert(1)", "\\\\evil.example", "@evil.example", "",
            "/\r\nLocation: https://evil.example", "///evil.example", "http://localhost:8080@evil.example",
            " //evil.example",
        ]
        try await attack.house.serve { client in
            for target in targets {
                let theme = try await TestBrowser(client).raw("/theme", [("theme", "dark"), ("return-to", target)])
                #expect(theme.status == 303 && theme.location == "/account", "\(target)")
                let names = ["return-to", "return_to", "next", "RelayState", "wreply", "target_link_uri", "redirect"]
                let query = names.map { "\($0)=\(target.formEncoded)" }.joined(separator: "&")
                let browser = TestBrowser(client)
                let begun = try await browser.raw("/account/language?" + query, [])
                #expect(begun.status == 303 && begun.location.hasPrefix("/signin/"), "\(target)")
                attack.house.clock.advance(by: .seconds(30))
                let done = try await browser.signIn(begun.location, as: attack.mia, at: attack.house.now)
                #expect(done.location == "/account" && done.status == 200, "\(target)")
            }
            let own = try await TestBrowser(client).raw("/theme", [("return-to", "/account/security")])
            #expect(own.location == "/account/security")
        }
    }
}
