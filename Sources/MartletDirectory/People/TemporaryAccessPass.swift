/// A pass that an administrator gives to somebody who has nothing else to sign in with (section 2.6). One a person (TP-2).
package struct TemporaryAccessPass: Sendable, Equatable {
    /// Why a pass lets its owner in, or not (TP-5).
    package enum Usability: String, Sendable, CaseIterable {
        case usable = "enabledByPolicy"
        case disabled = "disabledByPolicy"
        case expired, notYetValid, oneTimeUsed
    }

    /// Whose it is.
    package var user: ID<User>
    /// The tenant of the user.
    package var tenant: ID<Tenant>
    /// A keyed hash of the pass; the key is not in the store, and the pass itself nowhere (TP-4).
    package var hash: [UInt8]
    /// From when on it lets somebody in.
    package var startsAt: Timestamp
    /// When it ends, and everything that came from it (TP-8).
    package var endsAt: Timestamp
    /// Whether it is good for one sign-in.
    package var isOneTime: Bool
    /// When it was made; what was proven before that was proven with an older one.
    package var createdAt: Timestamp
    /// When a one-time pass was used, once.
    package var spentAt: Timestamp?

    /// A pass with every field given.
    package init(
        user: ID<User>, tenant: ID<Tenant>, hash: [UInt8], startsAt: Timestamp, endsAt: Timestamp, isOneTime: Bool,
        createdAt: Timestamp, spentAt: Timestamp? = nil
    ) {
        self.user = user
        self.tenant = tenant
        self.hash = hash
        self.startsAt = startsAt
        self.endsAt = endsAt
        self.isOneTime = isOneTime
        self.createdAt = createdAt
        self.spentAt = spentAt
    }

    /// How the log and authentication strengths call it (section 2.9).
    package var combination: String { isOneTime ? "temporaryAccessPassOneTime" : "temporaryAccessPassMultiUse" }

    /// Whole minutes from beginning to end.
    package var lifetimeInMinutes: Int { Int((endsAt.milliseconds - startsAt.milliseconds) / 60_000) }

    /// Whether it would let its owner in at a time, where the organisation allows passes at all.
    package func usability(at time: Timestamp) -> Usability {
        // Made at a time that has not come yet: nobody knows how long it has lived (A306).
        if endsAt <= time || createdAt.isAhead(of: time) { return .expired }
        if spentAt != nil { return .oneTimeUsed }
        return startsAt <= time ? .usable : .notYetValid
    }

    /// Whether what was proven with a pass at a time still counts: it was this pass, and it has not ended (TP-8).
    package func bears(_ proof: Proof, at time: Timestamp) -> Bool {
        proof.method == .temporaryAccessPass && proof.at >= createdAt && endsAt > time && !createdAt.isAhead(of: time)
    }

    /// How long after its use a one-time pass lets its owner register something (TP-7).
    package static let registrationWindow: Duration = .minutes(10)

    /// Until when whoever came in with it may register something that stays (TP-7).
    package func registrationEnds(after proof: Proof) -> Timestamp {
        isOneTime ? min(endsAt, proof.at + Self.registrationWindow) : endsAt
    }
}
