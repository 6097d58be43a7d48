import MartletCredentials
import MartletDirectory
import MartletStore

/// What a challenge for a passkey is good for: one ceremony, in one flow or one session.
struct PasskeyCeremony: Sendable {
    /// What is done, and where; nothing else may be done with a challenge for it.
    let context: String

    /// The registration of a passkey in a sign-in.
    static func registration(in flow: Flow) -> PasskeyCeremony { registration(inFlow: flow.pending.handleHash) }

    /// The registration of a passkey in the sign-in whose handle has this digest, if there is one.
    static func registration(inFlow handleHash: [UInt8]) -> PasskeyCeremony {
        PasskeyCeremony(context: "registration:flow:\(Hexadecimal.text(of: handleHash))")
    }

    /// The registration of a passkey in a person's account.
    static func registration(in session: ID<Session>) -> PasskeyCeremony {
        PasskeyCeremony(context: "registration:session:\(session)")
    }

    /// The use of a passkey in a sign-in.
    static func authentication(in flow: Flow) -> PasskeyCeremony {
        PasskeyCeremony(context: "authentication:flow:\(Hexadecimal.text(of: flow.pending.handleHash))")
    }
}

/// Challenges carry what they are good for under a keyed digest, so that showing a page writes nothing; what is stored is
/// that one was answered (A059). With its flow or session a challenge dies too, also when the store is put back from a
/// backup that lacks the answer.
extension Tools {
    /// How long a challenge may be answered.
    static let passkeyChallengeLifetime: Duration = .minutes(5)

    private static let randomLength = 16
    private static let digestLength = 24

    /// A fresh challenge of 48 bytes: random ones, its end, and what binds both to the ceremony.
    func newChallenge(for ceremony: PasskeyCeremony, at: Timestamp) -> [UInt8] {
        let end = (at + Self.passkeyChallengeLifetime).milliseconds
        let head =
            ambient.randomBytes(Self.randomLength) + (0..<8).map { UInt8(truncatingIfNeeded: end >> (56 - 8 * $0)) }
        return head + digest(of: head, for: ceremony)
    }

    /// Takes an answered challenge out of the world; `true` once for each that was made for this ceremony and has not run
    /// out. Whatever then comes of the answer, the challenge is gone.
    func spend(
        _ challenge: [UInt8], for ceremony: PasskeyCeremony, in tenant: ID<Tenant>, at: Timestamp, tables: Tables
    ) throws -> Bool {
        guard let end = end(of: challenge, for: ceremony, at: at) else { return false }
        return try tables.spentIdentifiers.spend(
            IdentifierDigest.of(Base64URL.encode(challenge)), for: .passkeyChallenge, in: tenant, expiresAt: end)
    }

    /// When a challenge runs out; `nil` for one that was not made for this ceremony, or has. Whether it was answered before
    /// is not asked.
    func end(of challenge: [UInt8], for ceremony: PasskeyCeremony, at: Timestamp) -> Timestamp? {
        let head = Array(challenge.prefix(Self.randomLength + 8))
        guard challenge.count == head.count + Self.digestLength,
            ConstantTime.areEqual(Array(challenge.dropFirst(head.count)), digest(of: head, for: ceremony))
        else { return nil }
        let end = Timestamp(
            milliseconds: head.dropFirst(Self.randomLength).reduce(Int64(0)) { $0 << 8 | Int64($1) })
        return end > at && !(end - Self.passkeyChallengeLifetime).isAhead(of: at) ? end : nil
    }

    private func digest(of head: [UInt8], for ceremony: PasskeyCeremony) -> [UInt8] {
        Array(sealer.mac(head, context: "passkey-challenge:\(ceremony.context)").prefix(Self.digestLength))
    }
}
