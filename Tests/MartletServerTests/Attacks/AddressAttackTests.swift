import HTTPTypes
import HummingbirdTesting
import MartletActions
import MartletDirectory
import MartletServer
import MartletTesting
import Testing

/// A104, A128, A130: what an address gives away, whom a cache can be made to serve, and who listens to messages.
@Suite struct `Attacks by addresses and their neighbours` {
    @Test func `A104 the few addresses that carry a secret are told to nobody else, and kept by no cache`() async throws
    {
        let house = try await TestHouse()
        try await house.serve { client in
            for path in ["/setup?code=secret", "/signin/mfl_x/shown?answer=secret", "/certificate?ticket=secret"] {
                let answer = try await TestBrowser(client).send(path, .get, nil, [:])
                #expect(HTTPField.Name("Referrer-Policy").flatMap { answer.headers[$0] } == "no-referrer", "\(path)")
                #expect(answer.headers[.cacheControl]?.contains("no-store") == true, "\(path)")
                #expect(!answer.body.contains("src=\"http") && !answer.body.contains("src=\"//"), "\(path)")
                #expect(!(answer.headers[.location] ?? "").contains("secret"), "\(path)")
            }
        }
    }

    @Test(arguments: [
        "/account/x.css", "/account/security/x.css", "/account.css", "/account;x.css", "/account%2fx.css",
        "/account/..%2fx.css", "/account%00.css", "/admin/users/x.css", "/assets/../account",
    ])
    func `A128 no address that looks like a file shows a page, and none is for a cache`(path: String) async throws {
        let attack = try await AttackHouse()
        try await attack.house.serve { client in
            let (browser, page) = try await attack.inside(client, as: attack.admin, at: "/admin")
            #expect(page.status == 200 && page.headers[.cacheControl] == "no-store")
            let answer = try await browser.send(path, .get, nil, [:])
            #expect(answer.status == 404 || answer.status == 400)
            #expect(!(answer.headers[.cacheControl] ?? "").contains("max-age"))
        }
    }

    @Test func `A128 headers that name another address or another method have no meaning`() async throws {
        let attack = try await AttackHouse()
        try await attack.house.serve { client in
            let (browser, _) = try await attack.inside(client, as: attack.admin)
            let plain = try await browser.get("/account")
            for (name, value) in [
                ("X-Original-URL", "/admin"), ("X-Rewrite-URL", "/admin"), ("X-Forwarded-Host", "evil.example"),
                ("X-Forwarded-Prefix", "/evil"), ("X-Forwarded-Proto", "http"), ("Forwarded", "host=evil.example"),
                ("X-HTTP-Method-Override", "POST"), ("X-Host", "evil.example"),
            ] {
                let field = try #require(HTTPField.Name(name))
                let answer = try await browser.get("/account", headers: [field: value])
                #expect(answer.status == 200 && answer.headers[.cacheControl] == "no-store", "\(name)")
                #expect(answer.forms == plain.forms && !answer.body.contains("evil"), "\(name)")
            }
        }
    }

    @Test func `A130 there is no frame that tells of sessions, and no page listens to messages`() async throws {
        let house = try await TestHouse()
        _ = try await house.setUp()
        let names = try PageRenderer().assets.names.filter { $0.hasSuffix(".js") }
        #expect(names.count > 3)
        try await house.serve { client in
            let browser = TestBrowser(client)
            let document = try await browser.get("/common/v2.0/.well-known/openid-configuration")
            #expect(document.status == 200 && !document.body.contains("check_session_iframe"))
            // A worker hears the pages of its own origin alone.
            for name in names where name != "authenticator-worker.js" {
                let script = try await browser.get("/assets/\(name)")
                #expect(script.status == 200)
                #expect(!script.body.contains("addEventListener(\"message\"") && !script.body.contains("onmessage"))
            }
        }
    }
}
