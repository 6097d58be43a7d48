extension Clearance {
    /// What the word rests on.
    package enum Basis: UInt8, Sendable, Hashable, CaseIterable {
        /// A second factor, or a method that is two in one, proven in this flow or in the session behind it.
        case secondFactor
        /// This browser's remembered second factor; ordinary users only (SD-38 a).
        case rememberedBrowser
        /// The registration grace of somebody who is not registered yet (SD-21).
        case registrationGrace
        /// The exemption of a directory synchronization account (SD-46).
        case synchronizationAccount
        /// No policy asked for more than one factor.
        case noPolicyDemandsMore
    }

    /// How sure the proofs make us.
    package enum Assurance: UInt8, Sendable, Hashable, CaseIterable, Comparable {
        /// One factor.
        case singleFactor
        /// Two factors of different kinds, or a method that is two in one.
        case multiFactor
        /// A method that cannot be proven to a look-alike site: a passkey, or a certificate of two factors.
        case phishingResistant

        /// The `acr` value in tokens.
        package var acr: String {
            switch self {
            case .singleFactor: "1fa"
            case .multiFactor: "mfa"
            case .phishingResistant: "phr"
            }
        }

        /// Weaker is less.
        package static func < (left: Self, right: Self) -> Bool { left.rawValue < right.rawValue }
    }
}
