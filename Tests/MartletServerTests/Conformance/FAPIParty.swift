import Foundation
import HTTPTypes
import HummingbirdTesting
import MartletActions
import MartletCredentials
import MartletDirectory
import MartletTesting
import Testing

/// An app of the FAPI 2.0 Security Profile with everything it holds: a key to prove itself and a key for its tokens.
struct FAPIParty: Sendable {
    let here: TokenHouse
    let signer: JWTSigner
    let key: AppKey
    let browser: TestBrowser

    static let header = HTTPField.Name("DPoP")

    init(_ client: any TestClientProtocol, in here: TokenHouse) async throws {
        self.here = here
        signer = try await here.bindToFAPI()
        key = try AppKey()
        browser = try await here.signedIn(client)
    }

    /// The fields of an assertion of the app for the issuer, or for whatever `audience` says.
    func assertion(for audience: String? = nil) throws -> [(String, String)] {
        let (app, now) = (here.other, here.house.now)
        let claims: JSONObject = [
            "iss": .string(app.id.rawValue), "sub": .string(app.id.rawValue),
            "aud": .string(audience ?? here.house.tools.publicURL.issuer(of: app.tenant)),
            "exp": .integer(now.seconds + 60), "iat": .integer(now.seconds),
            "jti": .string(here.house.tools.newCorrelationID()),
        ]
        return [
            ("client_assertion_type", ClientAssertion.type),
            ("client_assertion", try signer.sign(claims: claims, type: .jwt)),
        ]
    }

    /// A fresh proof of the app's key, or of another, for an endpoint.
    func proof(_ endpoint: String, by other: AppKey? = nil, aheadSeconds: Int64 = 0) throws -> String {
        try (other ?? key).proof(
            endpoint, at: here.house.now + .seconds(aheadSeconds), id: here.house.tools.newCorrelationID())
    }

    /// The address of the endpoint that requests are pushed to.
    var pushEndpoint: String { "\(here.house.tools.publicURL.text)/\(here.other.tenant)/oauth2/v2.0/par" }

    /// Pushes the usual request; `fields` stand behind it, and `proof` in its header.
    func push(
        _ fields: [(String, String)] = [], proof: String? = nil, assertion: [(String, String)]? = nil
    ) async throws -> TestBrowser.Answer {
        let query = TestBrowser.authorizePath(here.other).split(separator: "?")[1]
        let parameters = query.split(separator: "&").map { pair in
            let parts = pair.split(separator: "=", maxSplits: 1).map { String($0).removingPercentEncoding ?? "" }
            return (parts[0], parts.count > 1 ? parts[1] : "")
        }
        return try await browser.raw(
            "/\(here.other.tenant)/oauth2/v2.0/par", parameters + fields + (try assertion ?? self.assertion()),
            headers: try headers(proof))
    }

    /// The code that a pushed request leads to.
    func code(_ pushed: TestBrowser.Answer) async throws -> String {
        let answer = try await browser.get(here.authorizePath(naming: pushed, as: here.other))
        return try #require(answer.parameters["code"], "\(answer.location) \(answer.body)")
    }

    /// Redeems a code.
    func redeem(
        _ code: String, proof: String?, verifier: String? = TestBrowser.verifier, fields: [(String, String)] = [],
        assertion: [(String, String)]? = nil
    ) async throws -> TestBrowser.Answer {
        let redemption = [
            ("grant_type", "authorization_code"), ("code", code), ("redirect_uri", here.other.redirectURI),
        ]
        return try await browser.raw(
            "/\(here.other.tenant)/oauth2/v2.0/token",
            redemption + (verifier.map { [("code_verifier", $0)] } ?? []) + fields
                + (try assertion ?? self.assertion()), headers: try headers(proof))
    }

    private func headers(_ proof: String?) throws -> HTTPFields {
        guard let proof else { return [:] }
        return [try #require(Self.header): proof]
    }
}
