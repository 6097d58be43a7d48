import Crypto
import Foundation
import MartletCredentials
import MartletTesting
import SwiftASN1
import Testing
import X509

@Suite struct `Registration of passkeys` {
    private let ceremony = Ceremony()

    private func refused(
        _ refusal: WebAuthnRefusal, _ location: SourceLocation = #_sourceLocation,
        _ change: (inout TestPasskey.Manner) -> Void
    ) {
        #expect(throws: refusal, sourceLocation: location) { _ = try ceremony.register(change) }
    }

    @Test func `an honest one is taken`() throws {
        let made = try ceremony.register { $0.flags = 0x1d }
        #expect(made.credentialID == ceremony.passkey.id && made.key.encoded == ceremony.passkey.coseKey)
        #expect(made.isBackupEligible && made.isBackedUp && made.signCount == 1 && made.attestation == .none)
        #expect(made.aaguid == String(repeating: "0", count: 32))
        var passkey = ceremony.passkey
        #expect(try RegistrationMessage(passkey.register(Ceremony.options)).transports == ["usb"])
    }

    @Test func `another relying party, origin, frame, challenge or ceremony is refused (A056 to A060)`() {
        refused(.wrongRelyingParty) { $0.relyingParty = "localhost.example" }
        for origin in [
            "http://localhost:8081", "http://localhost", "https://localhost:8080", "http://LOCALHOST:8080", "null", "",
            "http://localhost.:8080", "http://localhost:8080/", "http://sub.localhost:8080", "http://1ocalhost:8080",
            "http://ⓛocalhost:8080", "android:apk-key-hash:x",
        ] { refused(.wrongOrigin) { $0.origin = origin } }
        refused(.crossOrigin) { $0.clientMembers = "\"crossOrigin\":true" }
        refused(.crossOrigin) { $0.clientMembers = "\"crossOrigin\":false,\"topOrigin\":\"http://localhost:8080\"" }
        refused(.malformed) { $0.clientMembers = "\"crossOrigin\":\"false\"" }
        refused(.malformed) { $0.clientMembers = "\"origin\":\"http://localhost:8080\"" }
        refused(.wrongChallenge) { $0.challenge = [1, 2, 3] }
        refused(.wrongType) { $0.type = "webauthn.get" }
        refused(.wrongType) { $0.type = "payment.get" }
    }

    @Test func `presence and verification are read from the signed flags (A061, A070)`() {
        refused(.notPresent) { $0.flags = 0x04 }
        refused(.notVerified) { $0.flags = 0x01 }
        refused(.notVerified) {
            $0.flags = 0x01
            $0.clientMembers = "\"userVerification\":\"required\",\"uv\":true"
        }
        refused(.wrongBackupState) { $0.flags = 0x15 }
    }

    @Test func `names that differ, and bytes too many or too few, are refused (A063)`() {
        refused(.wrongCredential) { $0.rawID = [1] }
        refused(.malformed) { $0.tail = [0] }
        // Extensions that are said to follow, and do not, or are followed by something.
        refused(.malformed) { $0.flags = 0x85 }
        refused(.malformed) { ($0.flags, $0.tail) = (0x85, [0xa0, 0x00]) }
        refused(.malformed) { $0.key = Array(ceremony.passkey.coseKey.dropLast()) }
        #expect(throws: Never.self) { _ = try ceremony.register { ($0.flags, $0.tail) = (0x85, [0xa0]) } }
    }

    @Test func `messages that are none are refused, and nothing crashes (A063, A069)`() throws {
        for text in [
            "", "null", "{}", "[]", "{\"id\":1}", String(repeating: "[", count: 100_000),
            "{\"type\":\"public-key\",\"id\":\"\",\"rawId\":\"\",\"response\":{}}",
            "{\"type\":\"public-key\",\"id\":\"AA\",\"rawId\":\"AA\",\"response\":{\"clientDataJSON\":\"AA\"}}",
            String(repeating: "A", count: 200_000),
        ] {
            #expect(throws: WebAuthnRefusal.malformed) { _ = try RegistrationMessage(text) }
            #expect(throws: WebAuthnRefusal.malformed) { _ = try AssertionMessage(text) }
        }
        // Every attestation that is cut short is refused, wherever that is.
        var passkey = ceremony.passkey
        let client = passkey.clientData("webauthn.create", challenge: Ceremony.challenge)
        passkey.manner.format = "packed"
        let whole = passkey.attestation()
        for length in 0..<whole.count {
            #expect(throws: WebAuthnRefusal.self) {
                _ = try RegistrationMessage(
                    id: passkey.id, clientDataJSON: client, attestationObject: Array(whole.prefix(length)))
            }
        }
    }

    private func own(_ algorithm: Int = -7, alter: (inout [UInt8]) -> Void = { _ in }) -> [UInt8] {
        let passkey = ceremony.passkey
        let client = passkey.clientData("webauthn.create", challenge: Ceremony.challenge)
        var signature = passkey.signature(passkey.data(withCredential: true), client)
        alter(&signature)
        return TestCBOR.map([
            (TestCBOR.text("alg"), TestCBOR.integer(algorithm)), (TestCBOR.text("sig"), TestCBOR.bytes(signature)),
        ])
    }

    @Test func `an attestation by the key itself fits, or the passkey is refused (A067)`() throws {
        let made = try ceremony.register { ($0.format, $0.statement) = ("packed", own()) }
        #expect(made.attestation == .own)
        refused(.wrongAttestation) { ($0.format, $0.statement) = ("packed", own { $0[20] ^= 1 }) }
        refused(.wrongAttestation) { ($0.format, $0.statement) = ("packed", own(-257)) }
        refused(.wrongAttestation) { ($0.format, $0.statement) = ("packed", TestCBOR.map([])) }
        // A model that was written in after the signature.
        refused(.wrongAttestation) {
            ($0.format, $0.statement, $0.aaguid) = ("packed", own(), [UInt8](repeating: 7, count: 16))
        }
        refused(.wrongAttestation) { $0.statement = own() }
    }

    /// A certificate of a model, and the statement that it signs.
    private func certified(
        model: [UInt8]?, of aaguid: [UInt8], unit: String = "Authenticator Attestation", isAuthority: Bool = false,
        isCritical: Bool = false, alter: (inout [UInt8]) -> Void = { _ in }
    ) throws -> [UInt8] {
        let key = P256.Signing.PrivateKey()
        let name = try DistinguishedName {
            CountryName("JP")
            OrganizationName("Key Makers")
            OrganizationalUnitName(unit)
            CommonName("Model 7")
        }
        var extensions = try Certificate.Extensions {
            Critical(
                isAuthority
                    ? BasicConstraints.isCertificateAuthority(maxPathLength: nil)
                    : BasicConstraints.notCertificateAuthority)
        }
        if let model {
            let value: [UInt8] = [0x04, UInt8(model.count)] + model
            try extensions.append(
                Certificate.Extension(
                    oid: [1, 3, 6, 1, 4, 1, 45724, 1, 1, 4], critical: isCritical, value: value[...]))
        }
        let certificate = try Certificate(
            version: .v3, serialNumber: Certificate.SerialNumber(bytes: [7]), publicKey: .init(key.publicKey),
            notValidBefore: Date(timeIntervalSince1970: 1_790_000_000),
            notValidAfter: Date(timeIntervalSince1970: 1_890_000_000), issuer: name, subject: name,
            extensions: extensions, issuerPrivateKey: .init(key))
        var serializer = DER.Serializer()
        try serializer.serialize(certificate)
        var passkey = ceremony.passkey
        passkey.manner.aaguid = aaguid
        let client = passkey.clientData("webauthn.create", challenge: Ceremony.challenge)
        let signed = passkey.data(withCredential: true) + Array(SHA256.hash(data: client))
        var signature = Array(try key.signature(for: SHA256.hash(data: signed)).derRepresentation)
        alter(&signature)
        return TestCBOR.map([
            (TestCBOR.text("alg"), TestCBOR.integer(-7)), (TestCBOR.text("sig"), TestCBOR.bytes(signature)),
            (TestCBOR.text("x5c"), TestCBOR.array([TestCBOR.bytes(serializer.serializedBytes)])),
        ])
    }

    @Test func `a certificate is for the model that the passkey says it is of (A067)`() throws {
        let model = [UInt8](repeating: 7, count: 16)
        let other = [UInt8](repeating: 8, count: 16)
        for known in [model, nil] {
            let statement = try certified(model: known, of: model)
            let made = try ceremony.register { ($0.format, $0.statement, $0.aaguid) = ("packed", statement, model) }
            guard case .certified(let chain, .maker) = made.attestation else {
                Issue.record("there is a certificate")
                return
            }
            #expect(chain.count == 1)
        }
        for wrong in [
            try certified(model: other, of: model), try certified(model: Array(model.dropLast()), of: model),
            try certified(model: model, of: model, unit: "Authenticator"),
            try certified(model: model, of: model, isAuthority: true),
            try certified(model: model, of: model, isCritical: true),
            try certified(model: model, of: model) { $0[12] ^= 1 }, try certified(model: model, of: other),
        ] { refused(.wrongAttestation) { ($0.format, $0.statement, $0.aaguid) = ("packed", wrong, model) } }
    }
}
