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
        // What is not read here is no attestation, whatever it is worth.
        #expect(try registration(WebAuthnVectors.vector("tpm-es256")).attestation == .none)
        #expect(try registration(WebAuthnVectors.vector("apple-es256")).attestation == .none)
    }

    /// A067.
    @Test(arguments: ["packed-es256", "packed-rs256", "packed-eddsa"])
    func `a certificate counts if an authority that is trusted stands behind it`(name: String) async throws {
        let vectors = try WebAuthnVectors.read()
        let vector = try WebAuthnVectors.vector(name)
        let attestation = try registration(vector).attestation
        guard case .certified(let chain) = attestation else {
            Issue.record("there is a certificate")
            return
        }
        #expect(try message(vector).certificates == chain)
        let root = try #require(AttestationAuthority(der: try WebAuthnVectors.bytes(vectors.attestationRoot)))
        let other = try #require(AttestationAuthority(der: chain[0]))
        #expect(await AttestationAuthority.vouch([root], for: chain, at: Self.time))
        #expect(await !AttestationAuthority.vouch([], for: chain, at: Self.time))
        #expect(await !AttestationAuthority.vouch([root], for: [], at: Self.time))
        #expect(await !AttestationAuthority.vouch([root], for: chain, at: Timestamp(seconds: 0)))
        let elsewhere = try WebAuthnVectors.vector(name == "packed-es256" ? "packed-rs256" : "packed-es256")
        let stranger = try message(elsewhere).certificates
        #expect(await !AttestationAuthority.vouch([other], for: stranger, at: Self.time))
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
