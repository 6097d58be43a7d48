import Foundation
import MartletDirectory
import MartletPolicy

@testable import MartletServer

/// The query of an authorization request: what is accepted says what was sent, and nothing is sent to an address that
/// is not registered (A137–A141, A149, A153).
enum QueryTarget: FuzzTarget {
    static let name = "query"

    private static let registered = ["https://app.example/cb", "http://127.0.0.1/cb", "com.example.app:/cb"]
    private static let clientID = "0d9f4c1e-5b1a-4d7e-9c3f-2a6b8e7d1f00"

    static func check(_ input: [UInt8]) throws {
        guard let text = input.validText, let form = FormBody(parsing: text) else { return }
        for kind in Application.Kind.allCases {
            let application = Application(
                id: ID(clientID), tenant: ID("1"), displayName: "App", kind: kind, redirectURIs: registered,
                createdAt: Timestamp(seconds: 0))
            let outcome = AuthorizeRequestCheck.check(
                form.fields.map { ($0.name, $0.value) }, application: application)
            switch outcome {
            case .page: break
            case .redirect(_, let uri, let state, _):
                try checkAddress(uri, form)
                try hold(state == nil || values("state", form) == [state], "the state is the one that was sent")
            case .accepted(let request): try check(request, form, kind)
            }
        }
    }

    private static func values(_ name: String, _ form: FormBody) -> [String?] {
        form.fields.filter { $0.name.utf8.elementsEqual(name.utf8) }.map(\.value)
    }

    private static func checkAddress(_ uri: String, _ form: FormBody) throws {
        try hold(values("redirect_uri", form) == [uri], "the address is the one that was sent, once")
        try hold(values("client_id", form) == [clientID], "the app is the one that was sent, once")
        let host = URLComponents(string: uri)?.host
        try hold(
            registered.contains(uri) || host == "127.0.0.1", "nothing is sent to an address that is not registered")
    }

    private static func check(_ request: AuthorizeRequest, _ form: FormBody, _ kind: Application.Kind) throws {
        try checkAddress(request.redirectURI, form)
        let sent = { (name: String) in values(name, form).first.flatMap { $0?.isEmpty == true ? nil : $0 } }
        try hold(request.state == sent("state") && request.nonce == sent("nonce"), "state and nonce come back as sent")
        try hold(request.codeChallenge == sent("code_challenge"), "the challenge is the one that was sent")
        try hold(kind != .public || request.codeChallenge != nil, "a public app has a challenge")
        try hold(
            request.codeChallenge == nil || sent("code_challenge_method") == "S256", "S256 is the only method")
        try hold(request.codeChallenge?.utf8.count ?? 43 == 43, "a challenge has 43 characters")
        try hold(sent("response_type")?.contains("token") == false, "no token travels in an address")
        let asked = Set((sent("scope") ?? "").split(separator: " ").map(String.init))
        try hold(asked == Set(request.scopes.values) && !asked.isEmpty, "the scopes are those that were sent")
        try hold(ScopeSet(stored: request.scope) == request.scopes, "the scopes are stored as they are")
        let names = form.fields.map(\.name)
        try hold(Set(names.map { Array($0.utf8) }).count == names.count, "no parameter is repeated")
        try hold(request.maxAge ?? 0 >= 0, "an age is not negative")
        let stored = try JSONEncoder().encode(request)
        try hold(try JSONDecoder().decode(AuthorizeRequest.self, from: stored) == request, "it can be stored")
    }
}
