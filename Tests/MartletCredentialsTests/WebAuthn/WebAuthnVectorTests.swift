import MartletCredentials
import MartletDirectory
import Testing

/// WebAuthn Level 3, section 16: what others made is read and verified here too.
@Suite struct `Vectors of WebAuthn` {
    private static let party = RelyingParty(id: "example.org", origin: "https://example.org")
    private static let time = Timestamp(seconds: 1_790_000_000)

    private func message(_ vector: WebAuthnVectors.Vector) throws -> RegistrationMessage {
        let given = vector.registration
        return try RegistrationMessage(
            id: try WebAuthnVectors.bytes(given.credentialId),
            clientDataJSON: try WebAuthnVectors.bytes(given.clientDataJSON),
            attestationObject: try WebAuthnVectors.bytes(given.attestationObject))
    }

    private func registration(_ vector: WebAuthnVectors.Vector) throws -> PasskeyRegistration {
        try PasskeyRegistration(
            message(vector), challenge: try WebAuthnVectors.bytes(vector.registration.challenge), party: Self.party,
            wantsVerification: false)
    }

    private func use(
        _ vector: WebAuthnVectors.Vector, of registration: PasskeyRegistration,
        alter: (inout [UInt8]) -> Void = { _ in }
    ) throws -> PasskeyAssertion {
        let given = vector.authentication
        var signature = try WebAuthnVectors.bytes(given.signature)
        alter(&signature)
        return try PasskeyAssertion(
            AssertionMessage(
                credentialID: registration.credentialID,
                clientDataJSON: try WebAuthnVectors.bytes(given.clientDataJSON),
                authenticatorData: try WebAuthnVectors.bytes(given.authenticatorData), signature: signature),
            of: .init(
                key: registration.key.encoded, signCount: registration.signCount,
                isBackupEligible: registration.isBackupEligible),
            challenge: try WebAuthnVectors.bytes(given.challenge), party: Self.party, wantsVerification: false)
    }

    @Test(
        arguments: [
            ("none-es256", -7), ("packed-self-es256", -7), ("none-es256-long-credential-id", -7), ("packed-es256", -7),
            ("packed-rs256", -257), ("packed-eddsa", -8), ("tpm-es256", -7), ("android-key-es256", -7),
            ("apple-es256", -7), ("fido-u2f-es256", -7),
        ] as [(String, Int64)])
    func `a credential is registered and used`(name: String, algorithm: Int64) throws {
        let vector = try WebAuthnVectors.vector(name)
        let registration = try registration(vector)
        #expect(registration.key.algorithm.rawValue == algorithm)
        #expect(registration.aaguid == vector.registration.aaguid)
        #expect(Hexadecimal.text(of: registration.credentialID) == vector.registration.credentialId)
        let assertion = try use(vector, of: registration)
        #expect(assertion.signCount == 0)
        for place in [0, 1, 12, 40] {
            #expect(throws: WebAuthnRefusal.wrongSignature) {
                _ = try use(vector, of: registration) { $0[place] ^= 1 }
            }
        }
    }

    /// A065: nobody asked for keys of these kinds.
    @Test(arguments: ["packed-es384", "packed-ed448"])
    func `a key of another kind is not taken`(name: String) throws {
        let vector = try WebAuthnVectors.vector(name)
        #expect(throws: WebAuthnRefusal.unknownAlgorithm) { _ = try registration(vector) }
    }

    /// A058: our pages stand inside of nobody else's.
    @Test(arguments: ["none-es256-crossOrigin", "none-es256-topOrigin"])
    func `what was made in a frame is not taken`(name: String) throws {
        let vector = try WebAuthnVectors.vector(name)
        #expect(throws: WebAuthnRefusal.crossOrigin) { _ = try registration(vector) }
    }

    @Test func `the other forms of attestation say what they are`() throws {
        #expect(try registration(WebAuthnVectors.vector("none-es256")).attestation == .none)
        #expect(try registration(WebAuthnVectors.vector("packed-self-es256")).attestation == .own)
    }

    /// A067.
    @Test(arguments: ["packed-es256", "packed-rs256", "packed-eddsa"])
    func `a certificate counts if an authority that is trusted stands behind it`(name: String) async throws {
        let vectors = try WebAuthnVectors.read()
        let vector = try WebAuthnVectors.vector(name)
        let attestation = try registration(vector).attestation
        guard case .certified(let chain, .maker) = attestation else {
            Issue.record("there is a certificate")
            return
        }
        #expect(try message(vector).certificates == chain)
        let root = try #require(AttestationAuthority(der: try WebAuthnVectors.bytes(vectors.attestationRoot)))
        let other = try #require(AttestationAuthority(der: chain[0]))
        let message = try message(vector)
        func vouching(
            _ authorities: [AttestationAuthority], _ message: RegistrationMessage, at point: Timestamp = Self.time
        ) async -> AttestationAuthority.Vouching {
            await AttestationAuthority.vouching(authorities, for: message, at: point)
        }
        #expect(await vouching([root], message) == .maker)
        #expect(await vouching([], message) == .nobody)
        #expect(await vouching([root], message, at: Timestamp(seconds: 0)) == .nobody)
        #expect(attestation.provesModel(by: .maker) && !attestation.provesModel(by: .nobody))
        let none = try self.message(WebAuthnVectors.vector("none-es256"))
        #expect(await vouching([root], none) == .nobody)
        let elsewhere = try WebAuthnVectors.vector(name == "packed-es256" ? "packed-rs256" : "packed-es256")
        #expect(await vouching([other], try self.message(elsewhere)) == .nobody)
    }

    @Test func `an authority may be named for some models alone`() async throws {
        let vector = try WebAuthnVectors.vector("packed-es256")
        let der = try WebAuthnVectors.bytes(try WebAuthnVectors.read().attestationRoot)
        let message = try message(vector)
        let named = try #require(AttestationAuthority(der: der, models: [vector.registration.aaguid]))
        let other = try #require(AttestationAuthority(der: der, models: [String(repeating: "a", count: 32)]))
        #expect(await AttestationAuthority.vouching([other, named], for: message, at: Self.time) == .model)
        #expect(await AttestationAuthority.vouching([other], for: message, at: Self.time) == .nobody)
        #expect(try registration(vector).attestation.provesModel(by: .model))
    }

    @Test func `the models of an authority are written behind its file`() {
        let model = "08987058-cadc-4b81-b6e1-30de50dcbe96"
        let digits = "08987058cadc4b81b6e130de50dcbe96"
        let source = AuthoritySource("tpm.pem=\(model)")
        #expect(source.file == "tpm.pem" && source.models == [digits])
        let two = AuthoritySource("a=b.pem=\(digits),\(model.uppercased()),\(String(repeating: "0", count: 32))")
        #expect(two.file == "a=b.pem" && two.models?.count == 2)
        for whole in ["makers.pem", "a=b.pem", "tpm.pem=", "tpm.pem=\(model),", "tpm.pem=\(digits)0"] {
            #expect(AuthoritySource(whole).file == whole && AuthoritySource(whole).models == nil)
        }
    }

    /// The user was not looked at in this one, and a page of ours always wants that (A061).
    @Test func `a use without verification is refused where it is wanted`() throws {
        let vector = try WebAuthnVectors.vector("none-es256")
        let message = try message(vector)
        let challenge = try WebAuthnVectors.bytes(vector.registration.challenge)
        #expect(throws: WebAuthnRefusal.notVerified) {
            _ = try PasskeyRegistration(message, challenge: challenge, party: Self.party)
        }
    }
}
