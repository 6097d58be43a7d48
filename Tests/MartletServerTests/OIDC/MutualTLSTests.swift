import Crypto
import Foundation
import HTTPTypes
import HummingbirdTesting
import MartletActions
import MartletCredentials
import MartletDirectory
import MartletTesting
import SwiftASN1
import Testing
import X509

/// RFC 8705 as a trusted proxy passes certificates on (RFC 9440): A184, A186, N-10.3.5.
@Suite struct `Apps with certificates of their connection` {
    /// A certificate and the header that carries it.
    private struct Shown: Sendable {
        let key = Certificate.PrivateKey(P256.Signing.PrivateKey())
        let name: DistinguishedName
        let der: [UInt8]

        init(_ common: String, by issuer: Shown? = nil, isAuthority: Bool = false, at now: Timestamp) throws {
            name = try DistinguishedName {
                OrganizationName("Contoso")
                CommonName(common)
            }
            let start = Date(timeIntervalSince1970: TimeInterval(now.seconds))
            let certificate = try Certificate(
                version: .v3, serialNumber: Certificate.SerialNumber(bytes: [3]), publicKey: key.publicKey,
                notValidBefore: start, notValidAfter: start.addingTimeInterval(86_400),
                issuer: issuer?.name ?? name, subject: name,
                extensions: try Certificate.Extensions {
                    Critical(
                        isAuthority
                            ? BasicConstraints.isCertificateAuthority(maxPathLength: nil)
                            : BasicConstraints.notCertificateAuthority)
                    if !isAuthority { SubjectAlternativeNames([.dnsName("\(common).example")]) }
                }, issuerPrivateKey: issuer?.key ?? key)
            var serializer = DER.Serializer()
            try serializer.serialize(certificate)
            der = serializer.serializedBytes
        }

        var client: ClientCertificate { get throws { try ClientCertificate(der: der) } }
        var text: String { ":" + Data(der).base64EncodedString() + ":" }
    }

    /// An app that declared a method, and what it and others can show.
    private struct House: Sendable {
        let tokens: TokenHouse
        let root: Shown
        let own: Shown
        let other: Shown
        let unknown: Shown

        init(_ edit: @escaping @Sendable (inout ClientAuthenticationSettings) -> Void) async throws {
            let now = TestClock().now
            root = try Shown("root", isAuthority: true, at: now)
            own = try Shown("app", by: root, at: now)
            other = try Shown("other", by: root, at: now)
            unknown = try Shown("app", at: now)
            tokens = try await TokenHouse(
                house: try await TestHouse(clientAuthorities: [try ClientCertificate(der: root.der)]))
            try await tokens.change(tokens.other) { edit(&$0.settings.authentication) }
        }

        func answer(
            _ client: any TestClientProtocol, _ certificate: Shown?, header: String = "Client-Cert",
            _ fields: [(String, String)] = [("grant_type", "x")]
        ) async throws -> TestBrowser.Answer {
            var headers: HTTPFields = [:]
            if let certificate { headers[try #require(HTTPField.Name(header))] = certificate.text }
            return try await TestBrowser(client).raw(
                "/\(tokens.other.tenant)/oauth2/v2.0/token", fields + [("client_id", tokens.other.id.rawValue)],
                headers: headers)
        }
    }

    private static let through = "unsupported_grant_type"

    @Test(
        arguments: [
            .init(kind: .subjectDN, value: "CN=app,O=Contoso"), .init(kind: .dns, value: "app.example"),
        ] as [ClientAuthenticationSettings.CertificateName])
    func `A186 tls_client_auth: an authority vouches for the name that the app registered`(
        name: ClientAuthenticationSettings.CertificateName
    ) async throws {
        let house = try await House {
            $0.method = .tlsClientAuth
            $0.certificateName = name
        }
        try await house.tokens.house.serve(certificateHeader: "Client-Cert") { client in
            do {
                let found = try await house.answer(client, house.own)
                #expect(found.json("error") == Self.through)
            }
            // Another app of the authority, the right name that nobody vouches for, the authority itself, none.
            for shown in [house.other, house.unknown, house.root, nil] {
                do {
                    let found = try await house.answer(client, shown)
                    #expect(found.refuses("invalid_client", status: 401))
                }
            }
            // A184: a secret is not tried.
            let secret = [("grant_type", "x"), ("client_secret", house.tokens.other.secret ?? "")]
            do {
                let found = try await house.answer(client, house.own, secret)
                #expect(found.refuses("invalid_client", status: 401))
            }
            house.tokens.house.clock.advance(by: .days(2))
            do {
                let found = try await house.answer(client, house.own)
                #expect(found.refuses("invalid_client", status: 401))
            }
        }
    }

    @Test func `the last use of a certificate of an authority is known, and a refused one is no use`() async throws {
        let house = try await House {
            $0.method = .tlsClientAuth
            $0.certificateName = .init(kind: .dns, value: "app.example")
        }
        let clock = house.tokens.house.clock
        @Sendable func listed() async throws -> ListWorkloadCredentials.Better? {
            let report = try await ListWorkloadCredentials(house.tokens.house.tools)(
                by: try await house.tokens.caller)
            return report.better.first { $0.kind == .authority }
        }
        try await house.tokens.house.serve(certificateHeader: "Client-Cert") { client in
            _ = try await house.answer(client, house.other)
            let before = try #require(try await listed())
            #expect(before.name == "app.example" && before.lastUsedAt == nil && before.credential.isEmpty)
            let first = house.tokens.house.now
            _ = try await house.answer(client, house.own)
            let used = try #require(try await listed())
            #expect(used.lastUsedAt == first && used.credential.count == 64)
            // To the hour.
            clock.advance(by: .minutes(59))
            _ = try await house.answer(client, house.own)
            #expect(try await listed()?.lastUsedAt == first)
            clock.advance(by: .minutes(2))
            _ = try await house.answer(client, house.own)
            #expect(try await listed()?.lastUsedAt == first + .minutes(61))
        }
    }

    @Test func `A186 the parts of a subject in another order are another subject`() async throws {
        let house = try await House {
            $0.method = .tlsClientAuth
            $0.certificateName = .init(kind: .subjectDN, value: "O=Contoso,CN=app")
        }
        try await house.tokens.house.serve(certificateHeader: "Client-Cert") { client in
            do {
                let found = try await house.answer(client, house.own)
                #expect(found.refuses("invalid_client", status: 401))
            }
        }
    }

    @Test func `A186 a header counts from a trusted proxy only, and only the one that was named`() async throws {
        let house = try await House {
            $0.method = .tlsClientAuth
            $0.certificateName = .init(kind: .dns, value: "app.example")
        }
        try await house.tokens.house.serve(trusting: [], certificateHeader: "Client-Cert") { client in
            do {
                let found = try await house.answer(client, house.own)
                #expect(found.refuses("invalid_client", status: 401))
            }
        }
        try await house.tokens.house.serve { client in
            do {
                let found = try await house.answer(client, house.own)
                #expect(found.refuses("invalid_client", status: 401))
            }
        }
        try await house.tokens.house.serve(certificateHeader: "Client-Cert") { client in
            let other = try await house.answer(client, house.own, header: "X-Client-Cert")
            #expect(other.refuses("invalid_client", status: 401))
            do {
                let found = try await house.answer(client, house.own)
                #expect(found.json("error") == Self.through)
            }
        }
    }

    @Test func `self_signed_tls_client_auth: the certificate is registered, or holds a registered key`() async throws {
        let house = try await House { $0.method = .selfSignedTLSClientAuth }
        let pem =
            "-----BEGIN CERTIFICATE-----\n\(Data(house.unknown.der).base64EncodedString())\n-----END CERTIFICATE-----"
        try await AddClientCertificate(house.tokens.house.tools)(
            pem, for: house.tokens.other.id, by: try await house.tokens.caller)
        try await house.tokens.house.serve(certificateHeader: "Client-Cert") { client in
            do {
                let found = try await house.answer(client, house.unknown)
                #expect(found.json("error") == Self.through)
            }
            let report = try await ListWorkloadCredentials(house.tokens.house.tools)(
                by: try await house.tokens.caller)
            #expect(report.better.map(\.lastUsedAt) == [house.tokens.house.now])
            // The right name and an authority do not help.
            for shown in [house.own, house.other, nil] {
                do {
                    let found = try await house.answer(client, shown)
                    #expect(found.refuses("invalid_client", status: 401))
                }
            }
            house.tokens.house.clock.advance(by: .days(2))
            do {
                let found = try await house.answer(client, house.unknown)
                #expect(found.refuses("invalid_client", status: 401))
            }
        }
    }

    @Test func `RFC 8705 section 3: tokens are bound to the certificate`() async throws {
        let house = try await House { $0.bindsTokensToCertificate = true }
        try await house.tokens.house.serve(certificateHeader: "Client-Cert") { client in
            let browser = try await house.tokens.signedIn(client)
            func redeem(_ shown: Shown?) async throws -> TestBrowser.Answer {
                let code = try await house.tokens.code(browser, for: house.tokens.other)
                return try await house.answer(
                    client, shown,
                    [
                        ("grant_type", "authorization_code"), ("code", code.parameters["code"] ?? ""),
                        ("redirect_uri", house.tokens.other.redirectURI), ("code_verifier", TestBrowser.verifier),
                        ("client_secret", house.tokens.other.secret ?? ""),
                    ])
            }
            do {
                let found = try await redeem(nil)
                #expect(found.refuses("invalid_request"))
            }
            let answer = try await redeem(house.own)
            #expect(answer.status == 200 && answer.json("token_type") == "Bearer")
            let token = try #require(answer.json("access_token"))
            let claims = try JSONReader.object(
                try #require(Base64URL.decode(token.split(separator: ".")[1].utf8)))
            guard case .object(let confirmation) = claims["cnf"] else { throw JSONReader.Refused() }
            #expect(confirmation.string("x5t#S256") == (try house.own.client.thumbprintText))
            func userInfo(_ shown: Shown?) async throws -> Int {
                var headers: HTTPFields = [.authorization: "Bearer \(token)"]
                if let shown { headers[try #require(HTTPField.Name("Client-Cert"))] = shown.text }
                return try await browser.send("/oidc/userinfo", .get, nil, headers).status
            }
            do {
                let found = try await userInfo(house.own)
                #expect(found == 200)
            }
            do {
                let found = try await userInfo(house.other)
                #expect(found == 401)
            }
            do {
                let found = try await userInfo(nil)
                #expect(found == 401)
            }
        }
    }

    @Test func `discovery tells of certificates where they reach the server`() async throws {
        let here = try await TokenHouse()
        try await here.house.serve(certificateHeader: "Client-Cert") { client in
            let path = "/\(here.app.tenant)/v2.0/.well-known/openid-configuration"
            let document = try JSONReader.object(Array(try await TestBrowser(client).get(path).body.utf8))
            let methods = document.strings("token_endpoint_auth_methods_supported") ?? []
            #expect(methods.contains("tls_client_auth") && methods.contains("self_signed_tls_client_auth"))
            #expect(document.bool("tls_client_certificate_bound_access_tokens") == true)
        }
    }
}
