import Crypto
import HTTPTypes
import MartletActions
import MartletCredentials
import MartletDirectory
import MartletTesting
import Testing

/// An organisation in which an app has certificates beside its secret, and another app has one of its own.
struct CertificateHouse: Sendable {
    let tokens: TokenHouse
    /// The app.
    let app: TestHouse.App
    /// Its certificates: RSA and P-256, both live for a year, and an RSA one that begins in an hour.
    let rsa: TestCertificate
    let elliptic: TestCertificate
    let early: TestCertificate
    /// The certificate of another app of the organisation.
    let foreign: TestCertificate

    init() async throws {
        tokens = try await TokenHouse()
        app = tokens.other
        let (now, house) = (tokens.house.now, tokens.house)
        rsa = try TestCertificate(TestCertificate.rsa, from: now, until: now + .days(365))
        elliptic = try TestCertificate(.p256(P256.Signing.PrivateKey()), from: now, until: now + .days(365))
        early = try TestCertificate(TestCertificate.nextRSA, from: now + .hours(1), until: now + .days(365))
        foreign = try TestCertificate(TestCertificate.thief, from: now, until: now + .days(365))
        let caller = try await tokens.caller
        let other = try await house.app("Ferry", kind: .confidential)
        for certificate in [rsa, elliptic, early] {
            try await AddClientCertificate(house.tools)(certificate.pem, for: app.id, by: caller)
        }
        try await AddClientCertificate(house.tools)(foreign.pem, for: other.id, by: caller)
    }

    var now: Int64 { tokens.house.now.seconds }
    var endpoint: String { "http://localhost:8080/\(app.tenant)/oauth2/v2.0/token" }
    var issuer: String { "http://localhost:8080/\(app.tenant)/v2.0" }

    /// What an honest app sends: RS256, the thumbprint in the header.
    func assertion(_ identifier: String = "j1") -> TestAssertion {
        TestAssertion(
            header: ["alg": "RS256", "typ": "JWT", "x5t#S256": .string(Base64URL.encode(rsa.sha256))],
            claims: [
                "iss": .string(app.id.rawValue), "sub": .string(app.id.rawValue), "aud": .string(endpoint),
                "exp": .integer(now + 600), "iat": .integer(now), "jti": .string(identifier),
            ], key: .certificate(rsa), organization: app.tenant.rawValue)
    }

    /// Posts a token request with the assertion.
    func post(
        _ assertion: TestAssertion, _ fields: [(String, String)], by browser: TestBrowser
    ) async throws -> TestBrowser.Answer {
        try await browser.raw(
            "/\(assertion.organization)/oauth2/v2.0/token",
            fields + [("client_assertion_type", assertion.type), ("client_assertion", try assertion.text)]
                + assertion.fields, headers: assertion.basic.map { [.authorization: $0] } ?? [:])
    }
}

/// An assertion that a test can bend.
struct TestAssertion: Sendable {
    /// What it is signed with.
    enum Key: Sendable {
        case certificate(TestCertificate)
        case secret([UInt8])
        case nothing
    }

    var header: JSONObject
    var claims: JSONObject
    var key: Key
    /// The organisation in the path.
    var organization: String
    var type = "urn:ietf:params:oauth:client-assertion-type:jwt-bearer"
    /// What else is posted.
    var fields: [(String, String)] = []
    /// The Authorization header.
    var basic: String?
    /// Whether it is signed as PSS, whatever the header says; `nil` for what the header says.
    var pss: Bool?
    /// What happens to the text at last.
    var tamper: @Sendable (String) -> String = { $0 }

    var text: String {
        get throws {
            let signed = Base64URL.encode(header.utf8) + "." + Base64URL.encode(claims.utf8)
            let signature: [UInt8] =
                switch key {
                case .certificate(let certificate):
                    try certificate.signature(signed, pss: pss ?? (header.string("alg") == "PS256"))
                case .secret(let bytes):
                    Array(HMAC<SHA256>.authenticationCode(for: Array(signed.utf8), using: SymmetricKey(data: bytes)))
                case .nothing: []
                }
            return tamper(signed + "." + Base64URL.encode(signature))
        }
    }
}
