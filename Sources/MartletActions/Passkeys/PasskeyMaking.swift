import MartletCredentials
import MartletDirectory
import MartletPolicy
import MartletStore

/// The answer of a browser that has made a passkey, and whether somebody who is trusted stands behind its certificates.
struct PasskeyOffer: Sendable {
    /// What was sent, if it can be read.
    let message: Result<RegistrationMessage, WebAuthnRefusal>
    /// The challenge that was answered; `nil` where that cannot be read.
    let challenge: [UInt8]?
    /// What the authorities of this installation say of the certificates, should they turn out to belong to it.
    let vouching: AttestationAuthority.Vouching
}

extension Tools {
    /// Reads what a browser sent, and follows its certificates to an authority; nothing is stored.
    ///
    /// Following certificates is work, and anybody may send some: those of an answer to a challenge that was not made for
    /// `ceremony` are left alone, and nothing will be made of it either.
    func offer(_ text: String, for ceremony: PasskeyCeremony, at: Timestamp) async -> PasskeyOffer {
        let challenge = AnsweredChallenge.read(text)
        do throws(WebAuthnRefusal) {
            let message = try RegistrationMessage(text)
            let isOurs = challenge.flatMap { end(of: $0, for: ceremony, at: at) } != nil
            let authorities = isOurs ? attestationAuthorities : []
            let vouching = await AttestationAuthority.vouching(authorities, for: message, at: at)
            return PasskeyOffer(message: .success(message), challenge: challenge, vouching: vouching)
        } catch {
            return PasskeyOffer(message: .failure(error), challenge: challenge, vouching: .nobody)
        }
    }

    /// The passkey that an offer makes, judged by the rules of the organisation, in the transaction that stores it.
    ///
    /// `isOpen` says whether the answered challenge was just spent; if not, nothing is made of the offer. `models` are those
    /// of which it must be, by an authority's word, where a strength wants one of them (AS-14, A067).
    /// - Throws: `WebAuthnRefusal`; `StoreError`.
    func insertPasskey(
        _ offer: PasskeyOffer, isOpen: Bool, name: String, for user: User, at organization: Tenant,
        models: Set<String>? = nil, now: Timestamp, in tables: Tables
    ) throws -> Passkey {
        let message = try offer.message.get()
        guard isOpen, let challenge = offer.challenge, let party = publicURL.relyingParty else {
            throw WebAuthnRefusal.wrongChallenge
        }
        let made = try PasskeyRegistration(message, challenge: challenge, party: party)
        // PK-11: whatever a certificate says, a key that may be copied is not only where it was vouched for.
        let isAttested = made.attestation.provesModel(by: offer.vouching) && !made.isBackupEligible
        // PK-9: one profile that is met in everything is enough.
        let fitting = try tables.allowedMethods(of: user.id, under: organization.methodsPolicy).passkeyProfiles
            .filter { $0.allows(model: made.aaguid, isSynced: made.isBackupEligible) }
        guard !fitting.isEmpty, models?.contains(made.aaguid) ?? true else { throw WebAuthnRefusal.makeNotAllowed }
        // PK-7, A067: only a trusted authority makes a model more than hearsay.
        guard isAttested || models == nil && fitting.contains(where: { !$0.wantsAttestation }) else {
            throw WebAuthnRefusal.notAttested
        }
        let passkey = Passkey(
            id: ambient.newID(), user: user.id, tenant: user.tenant, name: name, credentialID: made.credentialID,
            publicKey: made.key.encoded, signCount: made.signCount, aaguid: made.aaguid,
            isBackupEligible: made.isBackupEligible, isBackedUp: made.isBackedUp, isAttested: isAttested,
            transports: message.transports, createdAt: now)
        guard try tables.passkeys.insert(passkey) else { throw WebAuthnRefusal.takenCredential }
        return passkey
    }
}

extension ChangeLog {
    /// Notes a passkey that was registered, with what tells it from others.
    mutating func registered(_ passkey: Passkey) {
        set("method", from: nil, to: Method.passkey.name)
        set("name", from: nil, to: passkey.name.isEmpty ? nil : passkey.name)
        set("model", from: nil, to: passkey.aaguid)
        set("attestation", from: nil, to: passkey.isAttested ? "attested" : "notAttested")
        set("passkeyType", from: nil, to: passkey.isBackupEligible ? "synced" : "deviceBound")
    }
}
