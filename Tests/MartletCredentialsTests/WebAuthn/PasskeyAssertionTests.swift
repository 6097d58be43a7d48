import Crypto
import MartletCredentials
import MartletTesting
import Testing

@Suite struct `Uses of passkeys` {
    private let ceremony = Ceremony()

    private func refused(
        _ refusal: WebAuthnRefusal, _ location: SourceLocation = #_sourceLocation,
        _ change: (inout TestPasskey.Manner) -> Void
    ) {
        #expect(throws: refusal, sourceLocation: location) { _ = try ceremony.use(change) }
    }

    @Test func `an honest one is believed`() throws {
        let use = try ceremony.use()
        #expect(use.signCount == 2 && !use.isBackedUp)
    }

    @Test func `another relying party is refused (A056)`() {
        refused(.wrongRelyingParty) { $0.relyingParty = "elsewhere" }
    }

    /// A057.
    @Test(arguments: [
        "http://localhost:8081", "https://localhost:8080", "http://sub.localhost:8080", "http://localhost.:8080",
        "http://LOCALHOST:8080", "null", "http://ⓛocalhost:8080", "http://localhost:8080/",
    ])
    func `another origin is refused (A057)`(origin: String) { refused(.wrongOrigin) { $0.origin = origin } }

    @Test func `a page inside another page is refused (A058)`() {
        refused(.crossOrigin) { $0.clientMembers = "\"crossOrigin\":true" }
        refused(.crossOrigin) { $0.clientMembers = "\"topOrigin\":\"http://localhost:8080\"" }
        #expect(throws: Never.self) { _ = try ceremony.use { $0.clientMembers = "\"other\":1" } }
    }

    @Test func `the answer of a registration is none of a sign-in (A060)`() {
        refused(.wrongType) { $0.type = "webauthn.create" }
    }

    @Test func `nobody there, or nobody looked at, is refused (A061)`() {
        refused(.notPresent) { $0.flags = 0x04 }
        refused(.notVerified) { $0.flags = 0x01 }
    }

    @Test func `too many bytes, too few, and none are refused (A063)`() throws {
        refused(.malformed) { $0.tail = [0] }
        refused(.malformed) { $0.flags = 0x45 }
        refused(.wrongCredential) { $0.rawID = [2] }
        var passkey = ceremony.passkey
        let honest = try JSONReader.object(Array(passkey.use(Ceremony.options).utf8))
        for member in ["clientDataJSON", "authenticatorData", "signature"] {
            for value in [nil, "", .null, "AA==", "A"] as [JSONValue?] {
                var message = honest
                guard case .object(var response) = message["response"] else { return }
                response[member] = value
                message["response"] = .object(response)
                let text = message.text
                #expect(throws: WebAuthnRefusal.malformed) { _ = try ceremony.verify(text) }
            }
        }
        let (data, client) = (
            passkey.data(withCredential: false), passkey.clientData("webauthn.get", challenge: Ceremony.challenge)
        )
        for length in 0..<data.count {
            #expect(throws: WebAuthnRefusal.malformed) {
                _ = try AssertionMessage(
                    credentialID: passkey.id, clientDataJSON: client, authenticatorData: Array(data.prefix(length)),
                    signature: [1])
            }
        }
    }

    @Test func `a counter that does not go forward is a possible copy (A064)`() throws {
        for known in [2, 3, .max] as [UInt32] {
            #expect(throws: WebAuthnRefusal.possibleClone) { _ = try ceremony.use(knownCount: known) }
        }
        #expect(try ceremony.use(knownCount: 0).signCount == 2)
        // One that never counts says nothing; one that stops counting does.
        let quiet = Ceremony(TestPasskey(signCount: 0))
        #expect(try quiet.use(knownCount: 0).signCount == 0)
        #expect(throws: WebAuthnRefusal.possibleClone) { _ = try quiet.use(knownCount: 1) }
    }

    @Test func `the state of the backup stays what it can be (A070)`() throws {
        refused(.wrongBackupState) { $0.flags = 0x15 }
        refused(.wrongBackupState) { $0.flags = 0x0d }
        #expect(throws: WebAuthnRefusal.wrongBackupState) { _ = try ceremony.use(isKnownAsSynced: true) }
        #expect(try ceremony.use(isKnownAsSynced: true) { $0.flags = 0x0d }.isBackedUp == false)
        #expect(try ceremony.use(isKnownAsSynced: true) { $0.flags = 0x1d }.isBackedUp)
    }

    /// A068: the one encoding, of numbers that are there. High numbers are as good as low ones: authenticators write both,
    /// and what a second form of a signature could be used for, the challenge is spent.
    @Test func `a signature has one encoding (A068)`() throws {
        let passkey = ceremony.passkey
        let (data, client) = (
            passkey.data(withCredential: false), passkey.clientData("webauthn.get", challenge: Ceremony.challenge)
        )
        let verify = { (signature: [UInt8]) in
            try PasskeyAssertion(
                AssertionMessage(
                    credentialID: passkey.id, clientDataJSON: client, authenticatorData: data, signature: signature),
                of: .init(key: passkey.coseKey, signCount: 0, isBackupEligible: false), challenge: Ceremony.challenge,
                party: Ceremony.party)
        }
        let honest = passkey.signature(data, client)
        #expect(throws: Never.self) { _ = try verify(honest) }
        let raw = Array(try P256.Signing.ECDSASignature(derRepresentation: honest).rawRepresentation)
        let number = { (digit: UInt8) -> [UInt8] in [2, 0x20] + [UInt8](repeating: digit, count: 32) }
        let padded: [UInt8] = [0x30, honest[1] + 1, 2, honest[3] + 1, 0]
        let long: [UInt8] = [0x30, 0x81, honest[1]]
        let wrongs: [[UInt8]] = [
            // Zero and zero, two huge ones, two small ones, both side by side, nothing.
            [0x30, 6, 2, 1, 0, 2, 1, 0], [0x30, 0x44] + number(0x7f) + number(0x7f), [0x30, 6, 2, 1, 1, 2, 1, 1], raw,
            [0x30, 0], honest + [0], Array(honest.dropLast()), long + Array(honest.dropFirst(2)),
            [0x31] + Array(honest.dropFirst()),
            // A zero in front that need not be there.
            padded + Array(honest.dropFirst(4)), [UInt8](repeating: 0x30, count: 1024),
        ]
        for wrong in wrongs {
            #expect(throws: WebAuthnRefusal.wrongSignature) { _ = try verify(wrong) }
        }
    }
}
