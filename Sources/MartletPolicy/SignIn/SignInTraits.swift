import MartletDirectory

/// What a sign-in is, as bits: the vocabulary in which policies say to whom, where and to what they apply.
///
/// Each comes with its opposite, so that a condition is always "at least one of these".
package struct SignInTraits: OptionSet, Sendable, Hashable {
    package let rawValue: UInt32
    package init(rawValue: UInt32) { self.rawValue = rawValue }

    /// Holds one of the seventeen roles.
    package static let administrator = SignInTraits(rawValue: 1 << 0)
    /// Holds none of the seventeen roles.
    package static let ordinaryPerson = SignInTraits(rawValue: 1 << 1)
    /// Has a second factor to be asked for.
    package static let registered = SignInTraits(rawValue: 1 << 2)
    /// Has none.
    package static let unregistered = SignInTraits(rawValue: 1 << 3)
    /// Wants something that manages (D9).
    package static let managementSurface = SignInTraits(rawValue: 1 << 4)
    /// Wants anything else.
    package static let ordinarySurface = SignInTraits(rawValue: 1 << 5)
    /// The client is one of those that cannot do modern authentication (SD-41).
    package static let legacyClient = SignInTraits(rawValue: 1 << 6)
    /// The password grant, which cannot carry a second factor (SD-45).
    package static let passwordGrant = SignInTraits(rawValue: 1 << 7)
    /// HTTP Basic, or a mail, directory or network protocol that carries a password alone (SD-42).
    package static let basicAuthentication = SignInTraits(rawValue: 1 << 8)
    /// The door can carry a second factor.
    package static let secondFactorDoor = SignInTraits(rawValue: 1 << 9)
    /// A person sits there, and the app asked for more than one factor, or for a phishing-resistant one.
    package static let assuranceRequested = SignInTraits(rawValue: 1 << 10)
    /// What is opened demands a strength (section 2.9).
    package static let strengthDemanded = SignInTraits(rawValue: 1 << 11)
    /// MFA is switched on for the person by name (section 2.11).
    package static let perUserMFA = SignInTraits(rawValue: 1 << 12)
    /// A mail program with a password.
    package static let mailSurface = SignInTraits(rawValue: 1 << 13)
    /// HTTP Basic.
    package static let webSurface = SignInTraits(rawValue: 1 << 14)
    /// A simple bind.
    package static let directorySurface = SignInTraits(rawValue: 1 << 15)
    /// A VPN or Wi-Fi box.
    package static let networkSurface = SignInTraits(rawValue: 1 << 16)
}
