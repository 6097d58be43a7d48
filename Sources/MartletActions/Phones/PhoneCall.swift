import MartletCredentials
import MartletDirectory
import MartletPolicy
import MartletStore

/// What every request of a phone shows of its sender.
package struct PhoneCall: Sendable {
    /// The phone that it says it is.
    package var phone: ID<TOTPMethod>
    /// The nonce that it signed.
    package var nonce: String
    /// Its signature over the message.
    package var signature: [UInt8]

    /// A call with every field given.
    package init(phone: ID<TOTPMethod>, nonce: String, signature: [UInt8]) {
        self.phone = phone
        self.nonce = nonce
        self.signature = signature
    }
}

/// Why a phone is not listened to.
package enum PhoneRefusal: Error, Sendable, Equatable {
    /// There is no such phone, it was removed, or this is not its signature (A055); which of them, nobody learns.
    case unknown
    /// The nonce is too old or was used before: ask again with this one.
    case staleNonce(next: String)
    /// Something in the request cannot be read.
    case malformed
}

extension Tools {
    /// A nonce for a phone to sign next.
    package func newPhoneNonce() -> String {
        PhoneNonce.make(at: now, random: ambient.randomBytes(PhoneNonce.randomLength), sealer: sealer)
    }

    /// Checks that a call was signed by a key over a message, with a nonce of ours that is not too old.
    /// - Throws: `PhoneRefusal`.
    func check(_ call: PhoneCall, of key: [UInt8], _ message: PhoneMessage, at: Timestamp) throws -> Timestamp {
        guard let key = PhoneKey(key), key.signed(message, call.signature) else { throw PhoneRefusal.unknown }
        guard let end = PhoneNonce.end(of: call.nonce, at: at, sealer: sealer) else {
            throw PhoneRefusal.staleNonce(next: newPhoneNonce())
        }
        return end
    }

    /// Spends the nonce of a checked call, for what changes something.
    /// - Throws: `PhoneRefusal.staleNonce` where it was spent before; `StoreError`.
    func spendNonce(of call: PhoneCall, in tenant: ID<Tenant>, until end: Timestamp, tables: Tables) throws {
        let digest = IdentifierDigest.of("\(call.phone):\(call.nonce)")
        guard try tables.spentIdentifiers.spend(digest, for: .phoneNonce, in: tenant, expiresAt: end) else {
            throw PhoneRefusal.staleNonce(next: newPhoneNonce())
        }
    }

    /// The key by which push services know this installation; made with the first call on any node.
    /// - Throws: `SealError` where it does not open; `StoreError`.
    package func pushIdentity() async throws -> PushIdentity {
        if let sealed = try await store.read({ try $0.pushIdentity.sealedKey() }) { return try open(sealed) }
        let made = try makeKey(.es256)
        let at = now
        let fresh = sealer.seal(
            made.privateKeyDER, context: PushIdentity.sealingContext,
            nonce: ambient.randomBytes(Sealer.nonceLength))
        let kept = try await store.write { tables in
            // Another node may have been quicker: what stands there counts.
            try tables.pushIdentity.insert(
                current(fresh, context: PushIdentity.sealingContext, in: tables), at: at)
            return try tables.pushIdentity.sealedKey() ?? fresh
        }
        return try open(kept)
    }

    private func open(_ sealed: [UInt8]) throws -> PushIdentity {
        try PushIdentity(privateKey: sealer.open(sealed, context: PushIdentity.sealingContext))
    }
}

extension PhoneRequest {
    /// What a phone signs of it: as it was asked, also where its sign-in was left since.
    var question: PushQuestion {
        PushQuestion(
            id: id.rawValue, user: user.rawValue, tenant: tenant.rawValue, client: client,
            expiresAt: createdAt + PushFatigue.lifetime)
    }
}

extension PhoneEnrolment {
    /// The test that a phone passes before it counts, as a question like others (PN-1).
    var question: PushQuestion {
        PushQuestion(
            id: id.rawValue, user: user.rawValue, tenant: tenant.rawValue, client: Self.client, expiresAt: expiresAt)
    }

    /// What stands in the place of the app.
    static let client = "registration"
}
