import MartletDirectory
import MartletPolicy
import Testing

@Suite struct `Authorization request` {
    private static let challenge = "E9Melhoa2OwvFrEMTJguCHaoeK1t8URWbuGJSstw-cM"
    private static let app = Application(
        id: ID("33333333-3333-4333-8333-333333333333"), tenant: ID("11111111-1111-4111-8111-111111111111"),
        displayName: "Notes", kind: .public, redirectURIs: ["https://app.example/cb"],
        createdAt: Timestamp(seconds: 1_800_000_000))
    private static let good: [(String, String)] = [
        ("client_id", app.id.rawValue), ("redirect_uri", "https://app.example/cb"), ("response_type", "code"),
        ("scope", "openid profile"), ("state", "s t/ü"), ("nonce", "n"), ("code_challenge", challenge),
        ("code_challenge_method", "S256"),
    ]

    /// The good request with some parameters replaced (`nil` takes one away) and others added at the end.
    private func check(
        _ changes: [String: String?] = [:], adding: [(String, String)] = [], application: Application? = app
    ) -> AuthorizeRequestCheck.Outcome {
        var parameters = Self.good.compactMap { name, value -> (String, String)? in
            guard let change = changes[name] else { return (name, value) }
            return change.map { (name, $0) }
        }
        for (name, value) in changes where !Self.good.contains(where: { $0.0 == name }) {
            if let value { parameters.append((name, value)) }
        }
        return AuthorizeRequestCheck.check(parameters + adding, application: application)
    }

    private func accepted(_ changes: [String: String?] = [:]) throws -> AuthorizeRequest {
        guard case .accepted(let request) = check(changes) else {
            Issue.record("\(check(changes))")
            throw CancellationError()
        }
        return request
    }

    private func redirected(_ outcome: AuthorizeRequestCheck.Outcome) -> AuthorizeProblem.Code? {
        guard case .redirect(let problem, let uri, _, _) = outcome, uri == "https://app.example/cb" else { return nil }
        return problem.code
    }

    private func page(_ outcome: AuthorizeRequestCheck.Outcome) -> Int? {
        guard case .page(let problem) = outcome else { return nil }
        return problem.errorCode
    }

    @Test func `a good request is accepted as it is`() throws {
        let request = try accepted()
        #expect(request.redirectURI == "https://app.example/cb")
        #expect(request.scopes.values == ["openid", "profile"])
        #expect(request.state == "s t/ü")
        #expect(request.codeChallenge == Self.challenge)
        #expect(request.responseMode == .query)
        #expect(request.assurance == .any)
        #expect(request.prompt.isEmpty && request.maxAge == nil)
    }

    @Test func `the order of parameters and of scopes does not matter`() {
        let outcome = AuthorizeRequestCheck.check(Self.good.reversed(), application: Self.app)
        guard case .accepted = outcome else {
            Issue.record("\(outcome)")
            return
        }
    }

    @Test func `A139 a request whose address is not to be trusted is answered on a page`() {
        #expect(page(check(["redirect_uri": "https://evil.example/cb"])) == 50011)
        #expect(page(check(["redirect_uri": nil])) == 50011)
        #expect(page(check(["redirect_uri": ""])) == 50011)
        #expect(page(check(["client_id": nil])) == 90014)
        #expect(page(check(["client_id": "44444444-4444-4444-8444-444444444444"])) == 700_016)
        #expect(page(check(application: nil)) == 700_016)
        var disabled = Self.app
        disabled.isEnabled = false
        #expect(page(check(application: disabled)) == 7_000_112)
    }

    @Test(arguments: ["redirect_uri", "client_id"])
    func `A137 a repeated address or app is answered on a page`(name: String) throws {
        let value = try #require(Self.good.first { $0.0 == name }).1
        #expect(page(check(adding: [(name, value)])) != nil)
        #expect(page(check(adding: [(name, "")])) != nil)
    }

    @Test(arguments: ["scope", "state", "response_type", "nonce", "code_challenge", "something_else"])
    func `A137 anything else that is repeated is an invalid request`(name: String) {
        let outcome = check(adding: [(name, "x"), (name, "x")])
        #expect(redirected(outcome) == .invalidRequest)
        guard case .redirect(_, _, let state, _) = outcome else { return }
        #expect(state == (name == "state" ? nil : "s t/ü"))
    }

    @Test(arguments: ["fragment", "fragment.jwt", "web_message", "form_post.JWT", "QUERY", "query "])
    func `A140 an unknown response mode is an invalid request`(mode: String) {
        #expect(redirected(check(["response_mode": mode])) == .invalidRequest)
    }

    @Test func `A140 form_post is known, and carries errors too`() throws {
        #expect(try accepted(["response_mode": "form_post"]).responseMode == .formPost)
        guard case .redirect(_, _, _, let mode) = check(["response_mode": "form_post", "scope": nil]) else {
            Issue.record("not redirected")
            return
        }
        #expect(mode == .formPost)
    }

    @Test(arguments: ["token", "id_token token", "id_token", "none", "code token", "code id_token", "Code", "x"])
    func `A141 no response type but code`(type: String) {
        #expect(redirected(check(["response_type": type])) == .unsupportedResponseType)
    }

    @Test func `A141 a missing response type is an invalid request`() {
        #expect(redirected(check(["response_type": nil])) == .invalidRequest)
    }

    @Test(arguments: ["plain", "s256", "S512", "", nil])
    func `A149 no challenge method but S256, and none is plain`(method: String?) {
        #expect(redirected(check(["code_challenge_method": method])) == .invalidRequest)
    }

    @Test(arguments: [
        "short", "E9Melhoa2OwvFrEMTJguCHaoeK1t8URWbuGJSstw-cMx", "E9Melhoa2OwvFrEMTJguCHaoeK1t8URWbuGJSstw+cM",
        "E9Melhoa2OwvFrEMTJguCHaoeK1t8URWbuGJSstw-c=", "é9Melhoa2OwvFrEMTJguCHaoeK1t8URWbuGJSstw-c",
    ])
    func `A149 a challenge of another length or alphabet is an invalid request`(challenge: String) {
        #expect(redirected(check(["code_challenge": challenge])) == .invalidRequest)
    }

    @Test func `A149 a public app must send a challenge, a confidential one may leave it out`() {
        let none: [String: String?] = ["code_challenge": nil, "code_challenge_method": nil]
        #expect(redirected(check(none)) == .invalidRequest)
        var confidential = Self.app
        confidential.kind = .confidential
        guard case .accepted(let request) = check(none, application: confidential) else {
            Issue.record("refused")
            return
        }
        #expect(request.codeChallenge == nil)
        #expect(redirected(check(["code_challenge": nil], application: confidential)) == .invalidRequest)
        confidential.requiresPKCE = true
        #expect(redirected(check(none, application: confidential)) == .invalidRequest)
    }

    @Test(arguments: ["state", "nonce"])
    func `A153 state and nonce are given back whole or refused by size`(name: String) throws {
        let largest = String(repeating: "é", count: 1024)
        let request = try accepted([name: largest])
        #expect((name == "state" ? request.state : request.nonce) == largest)
        #expect(redirected(check([name: largest + "x"])) == .invalidRequest)
        #expect(redirected(check([name: "a\r\nSet-Cookie: x"])) == .invalidRequest)
        #expect(redirected(check([name: "a\u{0}"])) == .invalidRequest)
        let empty = try accepted([name: ""])
        #expect((name == "state" ? empty.state : empty.nonce) == nil)
    }

    @Test(arguments: [String?.none, "", " ", "openid \"x\"", "openid\tprofile", "ｏpenid", "a\\b"])
    func `a scope that is none is an invalid scope`(scope: String?) {
        #expect(redirected(check(["scope": scope])) == .invalidScope)
    }

    @Test func `a scope may be a thousand characters and no more`() throws {
        let long = (["openid"] + (0..<99).map { "scope\($0)xx" }).joined(separator: " ").prefix(1000)
        #expect(try accepted(["scope": String(long)]).scope.utf8.count <= 1000)
        let longer = String(repeating: "a", count: 1001)
        #expect(redirected(check(["scope": longer])) == .invalidScope)
        #expect(try accepted(["scope": "openid  openid profile"]).scope == "openid profile")
    }

    @Test func `A018 prompt is read, and none stands alone`() throws {
        #expect(try accepted(["prompt": "none"]).prompt == [.none])
        #expect(try accepted(["prompt": "login consent"]).prompt == [.login, .consent])
        #expect(try accepted(["prompt": "select_account"]).prompt == [.selectAccount])
        #expect(redirected(check(["prompt": "none login"])) == .invalidRequest)
        #expect(redirected(check(["prompt": "create"])) == .invalidRequest)
        #expect(redirected(check(["prompt": "None"])) == .invalidRequest)
    }

    @Test func `A019 max_age is a number of seconds`() throws {
        #expect(try accepted(["max_age": "0"]).maxAge == 0)
        #expect(try accepted(["max_age": "15000"]).maxAge == 15_000)
        for text in ["-1", "+1", "1.5", "1e3", "x", "99999999999", " 1", "１"] {
            #expect(redirected(check(["max_age": text])) == .invalidRequest, "\(text)")
        }
    }

    @Test(arguments: [
        ("mfa", SignInFacts.RequestedAssurance.multiFactor), ("phr", .phishingResistant), ("1fa", .any), ("1 2", .any),
        ("unknown mfa", .multiFactor), ("phr mfa", .multiFactor), ("1fa mfa phr", .any),
    ])
    func `A021 of several acr values the weakest is asked for and unknown ones are ignored`(
        text: String, expected: SignInFacts.RequestedAssurance
    ) throws {
        #expect(try accepted(["acr_values": text]).assurance == expected)
    }

    @Test func `A021 an essential acr is asked for, or refused when it is unknown`() throws {
        let essential = #"{"id_token":{"acr":{"essential":true,"values":["phr","mfa"]}}}"#
        #expect(try accepted(["claims": essential]).assurance == .multiFactor)
        let unknown = #"{"id_token":{"acr":{"essential":true,"value":"sca"}}}"#
        #expect(redirected(check(["claims": unknown])) == .unmetAuthenticationRequirements)
        let wished = #"{"id_token":{"acr":{"value":"sca"},"email":null},"userinfo":{"name":{"essential":true}}}"#
        #expect(try accepted(["claims": wished]).assurance == .any)
        #expect(try accepted(["claims": #"{"id_token":{"acr":null}}"#]).assurance == .any)
        #expect(try accepted(["claims": essential, "acr_values": "phr"]).assurance == .phishingResistant)
        for text in ["[]", "x", "{", #"{"id_token":1}"#, String(repeating: " ", count: 5000)] {
            #expect(redirected(check(["claims": text])) == .invalidRequest)
        }
    }

    @Test func `request objects are refused by name`() {
        #expect(redirected(check(["request": "x.y.z"])) == .requestNotSupported)
        #expect(redirected(check(["request_uri": "https://evil.example"])) == .requestURINotSupported)
        #expect(redirected(check(["registration": "{}"])) == .registrationNotSupported)
    }

    @Test func `unknown parameters are ignored`() throws {
        #expect(try accepted(["foo": "bar", "display": "popup"]).clientID == Self.app.id)
    }
}
