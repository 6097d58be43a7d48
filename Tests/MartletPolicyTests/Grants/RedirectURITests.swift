import MartletDirectory
import MartletPolicy
import Testing

/// The rows A133…A142 of the catalogue: registered is `https://app.example/cb` and nothing else.
@Suite struct `Redirect URI` {
    static let registered = ["https://app.example/cb"]

    private func refuses(_ requested: [String]) {
        for text in requested {
            #expect(!RedirectURICheck.matches(text, registered: Self.registered), "\(text.prefix(80))")
        }
    }

    @Test func `the registered address matches itself`() {
        #expect(RedirectURICheck.matches("https://app.example/cb", registered: Self.registered))
        #expect(!RedirectURICheck.matches("https://app.example/cb", registered: []))
    }

    @Test func `A133 nothing is added, left out or spelt another way`() {
        refuses([
            "https://app.example/cb/", "https://app.example/cb/x", "https://app.example/cb?x=1",
            "https://app.example/cb#x", "https://app.example/cb?", "https://app.example/CB", "https://APP.example/cb",
            "HTTPS://app.example/cb", "https://app.example:443/cb", "https://app.example:8443/cb",
            "https://app.example/x/../cb", "https://app.example/./cb", "https://app.example/%2e%2e/cb",
            "https://app.example/%252e%252e/cb", "https://app.example/..;/cb", "https://app.example%2fcb",
            "https://app.example/%63b", "https://app.example//cb", "http://app.example/cb", "https://app.example",
            "https://app.example/cb ", " https://app.example/cb", "",
        ])
    }

    @Test func `A134 user names, backslashes, white space and other scripts do not pass`() {
        refuses([
            "https://app.example@evil.example/cb", "https://evil.example#@app.example/cb",
            "https://app.example:80@evil.example/cb", "https://app.example\\@evil.example/cb",
            "https://app.example\t/cb", "https://app.example/cb\n", "https://[::1]/cb", "https://аpp.example/cb",
            "https://app.example\u{3002}evil.example/cb", "https://app．example/cb",
        ])
    }

    @Test func `A135 hosts that begin or end alike do not pass`() {
        refuses([
            "https://app.example.evil.example/cb", "https://evilapp.example/cb", "https://app.example-evil.example/cb",
        ])
        let local = ["http://localhost/cb", "http://127.0.0.1/cb"]
        for text in [
            "http://localhost.evil.example/cb", "http://127.0.0.1.evil.example/cb", "http://localhostevil/cb",
            "http://127.0.0.11/cb", "http://127.1/cb", "http://0/cb", "http://[::1].evil.example/cb",
            "http://localhost@evil.example/cb", "http://evil.example:80/cb",
        ] {
            #expect(!RedirectURICheck.matches(text, registered: local), "\(text)")
        }
    }

    @Test func `A136 a full stop is a full stop and an asterisk cannot be registered`() {
        #expect(!RedirectURICheck.matches("https://fooaexample.com/", registered: ["https://foo.example.com/"]))
        #expect(!RedirectURICheck.matches("https://x.example/cb", registered: ["https://*.example/cb"]))
        for text in ["https://*.example/cb", "https://app.example/*", "*"] {
            #expect(RedirectURICheck.isAcceptable(toRegister: text, for: .confidential) == .wildcard)
        }
    }

    @Test(arguments: [
        "https://app.example/cb?code=1", "https://app.example/cb?a=1&state=2", "https://app.example/cb?ERROR=x",
        "https://app.example/cb?%63ode=1", "https://app.example/cb?iss=x",
    ])
    func `A138 an address with response parameters in it cannot be registered`(text: String) {
        #expect(RedirectURICheck.isAcceptable(toRegister: text, for: .confidential) == .query)
    }

    @Test func `A142 an endless address or a padded port is refused`() {
        let endless = "https://app.example/" + String(repeating: "a", count: 65_516)
        refuses([endless, "https://app.example:0443/cb", "https://app.example:00000000443/cb"])
        #expect(RedirectURICheck.isAcceptable(toRegister: endless, for: .public) == .length)
        for port in ["", "0", "080", "65536", "80x", "99999", "-1"] {
            let text = "https://app.example:\(port)/cb"
            #expect(RedirectURICheck.isAcceptable(toRegister: text, for: .public) == .port, "\(port)")
        }
        #expect(!RedirectURICheck.matches("http://127.0.0.1:08080/cb", registered: ["http://127.0.0.1/cb"]))
    }

    @Test(arguments: [
        ("http://127.0.0.1:49152/cb", "http://127.0.0.1/cb"), ("http://127.0.0.1/cb", "http://127.0.0.1:3000/cb"),
        ("http://[::1]:8080/cb", "http://[::1]/cb"), ("http://localhost:5000/cb?x=1", "http://localhost/cb?x=1"),
    ])
    func `only a loopback address may have any port (RFC 8252)`(requested: String, registered: String) {
        #expect(RedirectURICheck.matches(requested, registered: [registered]))
    }

    @Test(arguments: [
        ("http://localhost:5000/cb", "http://127.0.0.1/cb"), ("http://127.0.0.1:5000/cb/", "http://127.0.0.1/cb"),
        ("https://127.0.0.1:5000/cb", "https://127.0.0.1/cb"), ("http://LOCALHOST:5000/cb", "http://localhost/cb"),
        ("http://localhost:5000/cb", "https://localhost/cb"),
    ])
    func `all else of a loopback address is exact`(requested: String, registered: String) {
        #expect(!RedirectURICheck.matches(requested, registered: [registered]))
    }

    static let acceptable: [(String, Application.Kind)] = [
        ("https://app.example/cb", .confidential), ("https://app.example", .confidential),
        ("https://app.example:8443/cb?tenant=1", .confidential), ("https://192.0.2.1/cb", .confidential),
        ("https://[2001:db8::1]/cb", .confidential), ("http://localhost/cb", .confidential),
        ("http://127.0.0.1:8080/cb", .public), ("http://[::1]/cb", .public), ("com.example.app:/cb", .public),
        ("com.example.app://cb", .public), ("https://xn--mnchen-3ya.example/cb", .public),
        ("https://app.example/a%20b", .public),
    ]

    @Test(arguments: acceptable)
    func `these can be registered`(text: String, kind: Application.Kind) {
        #expect(RedirectURICheck.isAcceptable(toRegister: text, for: kind) == nil)
    }

    static let refused: [(String, Application.Kind, RedirectURIProblem)] = [
        ("", .public, .length), ("app.example/cb", .public, .notAbsolute), ("/cb", .public, .notAbsolute),
        ("http://app.example/cb", .confidential, .scheme), ("javascript:alert(1)", .public, .scheme),
        ("data:text/html,x", .public, .scheme), ("myapp://cb", .public, .scheme),
        ("com.example.app:/cb", .confidential, .scheme), ("https:///cb", .public, .host), ("https:/cb", .public, .host),
        ("https://app_example/cb", .public, .host), ("https://-app.example/cb", .public, .host),
        ("https://1.2.3/cb", .public, .host), ("https://2130706433/cb", .public, .host),
        ("https://[::1/cb", .public, .host), ("https://[::1]x/cb", .public, .host),
        ("https://[fe80::1%25eth0]/cb", .public, .host), ("https://app..example/cb", .public, .host),
        ("https://app.example/cb#x", .public, .fragment), ("https://a:b@app.example/cb", .public, .userInfo),
        ("https://app.example/c b", .public, .character), ("https://app.example/%zz", .public, .character),
        ("https://app.example\\cb", .public, .character), ("https://münchen.example/", .public, .character),
        ("https://app.example/a/../b", .public, .path), ("https://app.example/%2E%2e/b", .public, .path),
        ("https://app.example/..;/b", .public, .path), ("https://app.example/a%2fb", .public, .path),
        // A private scheme needs no host, but what stands in its place must be one.
        ("com.example.app://1[2.0.0.1/cb", .public, .host), ("com.example.app://-cb", .public, .host),
        ("https://app.example/%252e", .public, .path), ("https://app.example/a%00", .public, .path),
    ]

    @Test(arguments: refused)
    func `these cannot`(text: String, kind: Application.Kind, problem: RedirectURIProblem) {
        #expect(RedirectURICheck.isAcceptable(toRegister: text, for: kind) == problem)
    }
}
