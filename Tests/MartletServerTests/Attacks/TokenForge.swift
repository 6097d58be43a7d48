import Crypto
import Foundation
import HTTPTypes
import MartletActions
import MartletCredentials
import MartletDirectory
import MartletStore
import MartletTesting
import Testing

/// The signing key of a house in the hands of a test, to make tokens that the house would never make.
struct TokenForge {
    /// A good access token of Martlet's own API.
    let good: String
    /// The header and the claims of it.
    let header: JSONObject
    let claims: JSONObject
    private let key: P256.Signing.PrivateKey

    /// Takes the key that signed the access token of `tokens`.
    init(_ here: TokenHouse, _ tokens: TestBrowser.Answer) async throws {
        good = try #require(tokens.json("access_token"))
        let parts = good.split(separator: ".").map(String.init)
        header = try JSONReader.object(try #require(Base64URL.decode(parts[0])))
        claims = try JSONReader.object(try #require(Base64URL.decode(parts[1])))
        let tenant = here.app.tenant
        let keys = try await here.house.store.read { try $0.signingKeys.list(in: tenant) }
        let keyID = header.string("kid")
        let row = try #require(keys.first { $0.keyID == keyID })
        try #require(row.algorithm == .es256)
        let der = try here.house.tools.sealer.open(
            row.sealedPrivateKey, context: KeyMaker.sealingContext(keyID: row.keyID))
        key = try P256.Signing.PrivateKey(derRepresentation: der)
    }

    /// The public key as text, as it stands in the key set.
    var publicKey: String { key.publicKey.pemRepresentation }

    /// A token of any header and claims, well signed by the house's key.
    func signed(_ header: String? = nil, _ claims: JSONObject? = nil) throws -> String {
        try Self.signed(header ?? self.header.text, (claims ?? self.claims).text, by: key)
    }

    /// The good token with one claim changed, or taken out, and well signed.
    func with(_ name: String, _ value: JSONValue?) throws -> String {
        var changed = claims
        changed[name] = value
        return try signed(nil, changed)
    }

    /// The good header with one member changed, or taken out.
    func header(_ name: String, _ value: JSONValue?) -> String {
        var changed = header
        changed[name] = value
        return changed.text
    }

    /// A token that `key` signed, whoever's it is.
    static func signed(_ header: String, _ claims: String, by key: P256.Signing.PrivateKey) throws -> String {
        let text = unsigned(header, claims)
        let signature = try key.signature(for: Array(text.utf8)).rawRepresentation
        return text + "." + Base64URL.encode(Array(signature))
    }

    /// Header and claims without a signature.
    static func unsigned(_ header: String, _ claims: String) -> String {
        Base64URL.encode(header.utf8) + "." + Base64URL.encode(claims.utf8)
    }
}

extension TestBrowser {
    /// What UserInfo says to a token.
    func userInfo(_ token: String) async throws -> Answer {
        try await send("/oidc/userinfo", .get, nil, [.authorization: "Bearer \(token)"])
    }
}

extension TestBrowser.Answer {
    /// Whether UserInfo told nothing.
    var tellsNothing: Bool {
        status == 401 && body == "{}" && headers[.wwwAuthenticate]?.contains("error=\"invalid_token\"") == true
    }
}
