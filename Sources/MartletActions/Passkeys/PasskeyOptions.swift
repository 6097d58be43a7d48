import MartletCredentials
import MartletDirectory
import MartletPolicy

/// What a page's script hands to the browser, as the JSON of WebAuthn Level 3 sections 5.1.9 and 5.1.10.
package struct PasskeyOptions: Sendable, Equatable {
    /// The JSON.
    package let json: String
}

extension Passkey {
    /// What authenticators know somebody by: the 16 bytes of the account's id, which say nothing about a person.
    static func userHandle(of user: ID<User>) -> [UInt8] {
        var bytes: [UInt8] = []
        var high: UInt8?
        for digit in user.rawValue.utf8 {
            guard let value = Hexadecimal.value(of: digit) else { continue }
            if let first = high {
                bytes.append(first << 4 | value)
                high = nil
            } else {
                high = value
            }
        }
        return bytes
    }

    /// The passkey as browsers are told of it.
    fileprivate var descriptor: JSONValue {
        var descriptor: JSONObject = ["type": "public-key", "id": .string(Base64URL.encode(credentialID))]
        if !transports.isEmpty { descriptor["transports"] = .strings(transports) }
        return .object(descriptor)
    }
}

extension PasskeyProfile {
    /// Whether the model matters, so that authenticators are asked to vouch for it.
    var asksForModel: Bool { wantsAttestation || kinds != .any || modelRule != .any }
}

extension Tools {
    private static var timeout: JSONValue { .integer(passkeyChallengeLifetime.inMilliseconds) }

    /// What a browser is asked for that is to make a passkey: one that can be found without a name, by an authenticator that
    /// looks who is there. `nil` where no browser makes passkeys for this installation.
    func creationOptions(
        for subject: SignInSubject, having passkeys: [Passkey], at organization: Tenant, challenge: [UInt8]
    ) -> PasskeyOptions? {
        guard let party = publicURL.relyingParty else { return nil }
        let user = subject.user
        // A strength that lists models believes attested ones alone, whichever page the passkey was made on (A067).
        let asksForModel =
            subject.allowed.passkeyProfiles.contains(where: \.asksForModel)
            || organization.strengths.list.contains { !$0.passkeyModels.isEmpty }
        let options: JSONObject = [
            "rp": .object(["id": .string(party.id), "name": .string(organization.displayName)]),
            "user": .object([
                "id": .string(Base64URL.encode(Passkey.userHandle(of: user.id))),
                "name": .string(user.userPrincipalName.text), "displayName": .string(user.displayName),
            ]),
            "challenge": .string(Base64URL.encode(challenge)),
            "pubKeyCredParams": .array(
                COSEKey.Algorithm.allCases.map {
                    .object(["type": "public-key", "alg": .integer($0.rawValue)])
                }),
            "timeout": Self.timeout, "excludeCredentials": .array(passkeys.map(\.descriptor)),
            "authenticatorSelection": .object([
                "residentKey": "required", "requireResidentKey": true, "userVerification": "required",
            ]),
            "attestation": asksForModel ? "direct" : "none",
        ]
        return PasskeyOptions(json: options.text)
    }

    /// What a browser is asked for that is to use a passkey: one of `passkeys`, or, where there are none, any that it has
    /// for this installation. An empty list says nothing about anybody (A073).
    func requestOptions(among passkeys: [Passkey], challenge: [UInt8]) -> PasskeyOptions? {
        guard let party = publicURL.relyingParty else { return nil }
        let options: JSONObject = [
            "rpId": .string(party.id), "challenge": .string(Base64URL.encode(challenge)), "timeout": Self.timeout,
            "userVerification": "required", "allowCredentials": .array(passkeys.map(\.descriptor)),
        ]
        return PasskeyOptions(json: options.text)
    }
}
