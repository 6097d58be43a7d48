import MartletCredentials
import MartletTesting

/// A registration and a use of a passkey in software, at a relying party of the tests.
struct Ceremony {
    static let party = RelyingParty(id: "localhost", origin: "http://localhost:8080")
    static let challenge = [UInt8](0..<32)

    var passkey: TestPasskey

    init(_ passkey: TestPasskey = TestPasskey()) { self.passkey = passkey }

    /// What pages ask with, as far as the passkey in software reads it.
    static var options: String { "{\"challenge\":\"\(Base64URL.encode(challenge))\",\"user\":{\"id\":\"AAEC\"}}" }

    /// Registers, in a changed manner.
    func register(_ change: (inout TestPasskey.Manner) -> Void = { _ in }) throws -> PasskeyRegistration {
        var passkey = passkey
        change(&passkey.manner)
        return try PasskeyRegistration(
            RegistrationMessage(passkey.register(Self.options)), challenge: Self.challenge, party: Self.party)
    }

    /// Registers honestly, and uses the passkey in a changed manner.
    func use(
        knownCount: UInt32? = nil, isKnownAsSynced: Bool = false,
        _ change: (inout TestPasskey.Manner) -> Void = { _ in }
    ) throws -> PasskeyAssertion {
        var passkey = passkey
        change(&passkey.manner)
        return try verify(
            passkey.use(Self.options), knownCount: knownCount ?? self.passkey.signCount,
            isKnownAsSynced: isKnownAsSynced)
    }

    /// Verifies a message of the passkey.
    func verify(
        _ message: String, knownCount: UInt32 = 1, isKnownAsSynced: Bool = false
    ) throws -> PasskeyAssertion {
        try PasskeyAssertion(
            AssertionMessage(message),
            of: .init(key: passkey.coseKey, signCount: knownCount, isBackupEligible: isKnownAsSynced),
            challenge: Self.challenge, party: Self.party)
    }
}
