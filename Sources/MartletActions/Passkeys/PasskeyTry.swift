import MartletCredentials
import MartletDirectory
import MartletPolicy
import MartletStore

/// What came of one try of a passkey.
struct PasskeyTry: Sendable {
    /// Why it was not believed; `nil` for a good one.
    var refusal: WebAuthnRefusal?
    /// The passkey that was named, if there is one here.
    var passkey: Passkey?
    /// Whose it is.
    var owner: User?
}

extension Tools {
    /// Tries a passkey inside the transaction of its effect: the challenge is spent and the counter moved by conditional
    /// writes, and stay so whatever becomes of the try (A059, A064).
    ///
    /// `expected` is who must own it: the person of the flow, or whose name was typed; `nil` lets anybody in who proves to
    /// be somebody.
    func tryPasskey(
        _ text: String, expected: ExpectedOwner, in flow: Flow, at: Timestamp, tables: Tables
    ) throws -> PasskeyTry {
        var result = PasskeyTry()
        do {
            let challenge = AnsweredChallenge.read(text) ?? []
            let isOpen = try spend(
                challenge, for: .authentication(in: flow), in: flow.tenant.id, at: at, tables: tables)
            let message = try AssertionMessage(text)
            if let found = try tables.passkeys.find(credential: message.credentialID), found.tenant == flow.tenant.id {
                result.passkey = found
                result.owner = try tables.users.find(found.user, in: found.tenant)
            }
            guard isOpen, let party = publicURL.relyingParty else { throw WebAuthnRefusal.wrongChallenge }
            guard let passkey = result.passkey, let owner = result.owner, expected.isMet(by: owner) else {
                throw WebAuthnRefusal.wrongCredential
            }
            try expected.check(message.userHandle, of: owner)
            let assertion = try PasskeyAssertion(
                message,
                of: .init(
                    key: passkey.publicKey, signCount: passkey.signCount, isBackupEligible: passkey.isBackupEligible),
                challenge: challenge, party: party)
            // PK-8: a rule about models holds at every sign-in.
            guard try tables.allowedMethods(of: owner.id, under: flow.tenant.methodsPolicy).allow(passkey) else {
                throw WebAuthnRefusal.makeNotAllowed
            }
            guard
                try tables.passkeys.noteUse(
                    passkey.id, signCount: assertion.signCount, after: passkey.signCount,
                    isBackedUp: assertion.isBackedUp, at: at)
            else { throw WebAuthnRefusal.possibleClone }
        } catch let refusal as WebAuthnRefusal {
            result.refusal = refusal
        }
        return result
    }
}

/// Whose passkey it must be.
struct ExpectedOwner: Sendable {
    /// The person of the flow, who has proven a password or whose session it is.
    var user: ID<User>?
    /// The name that was typed; empty for none.
    var typedName: String

    /// Whether `owner` is who is expected (A062).
    func isMet(by owner: User) -> Bool {
        if let user { return owner.id == user }
        return typedName.isEmpty || owner.userPrincipalName.folded == typedName
    }

    /// Whether the authenticator says the same of the owner. It must say something where nobody was named to it.
    /// - Throws: `WebAuthnRefusal.wrongCredential`.
    func check(_ handle: [UInt8]?, of owner: User) throws(WebAuthnRefusal) {
        guard let handle else {
            guard user != nil else { throw .wrongCredential }
            return
        }
        guard handle == Passkey.userHandle(of: owner.id) else { throw .wrongCredential }
    }
}
