/// Why a policy spoke as it did: stable words for the log, the pages and the proof.
package struct ReasonSet: OptionSet, Sendable, Hashable {
    package let rawValue: UInt32
    package init(rawValue: UInt32) { self.rawValue = rawValue }

    /// The person holds one of the seventeen roles.
    package static let administrator = ReasonSet(rawValue: 1 << 0)
    /// What is opened manages something (SD-38 e, D9).
    package static let managementSurface = ReasonSet(rawValue: 1 << 1)
    /// The browser is new to this person (SD-38 b).
    package static let newBrowser = ReasonSet(rawValue: 1 << 2)
    /// Neither the session nor the browser carries a second factor (SD-38 a).
    package static let noRememberedFactor = ReasonSet(rawValue: 1 << 3)
    /// The place is new to this person (SD-38 c).
    package static let newPlace = ReasonSet(rawValue: 1 << 4)
    /// The task is one that an intruder would want (SD-38 d).
    package static let sensitiveTask = ReasonSet(rawValue: 1 << 5)
    /// The client cannot do modern authentication (SD-41).
    package static let legacyClient = ReasonSet(rawValue: 1 << 6)
    /// The password grant carries one factor only (SD-45).
    package static let passwordOnlyGrant = ReasonSet(rawValue: 1 << 7)
    /// HTTP Basic carries one factor only (SD-42).
    package static let basicAuthentication = ReasonSet(rawValue: 1 << 8)
    /// No second factor is registered.
    package static let notRegistered = ReasonSet(rawValue: 1 << 9)
    /// Registration may still be put off (SD-21).
    package static let graceRunning = ReasonSet(rawValue: 1 << 10)
    /// Registration may be put off no longer, or never could (SD-18).
    package static let graceOver = ReasonSet(rawValue: 1 << 11)
    /// The app asked for it (`acr_values`).
    package static let requestedByApp = ReasonSet(rawValue: 1 << 12)
    /// A directory synchronization account is exempt (SD-46).
    package static let synchronizationAccount = ReasonSet(rawValue: 1 << 13)
    /// This browser's remembered second factor was enough.
    package static let rememberedBrowser = ReasonSet(rawValue: 1 << 14)
    /// The session, code or family behind the request carries a second factor.
    package static let provenInSession = ReasonSet(rawValue: 1 << 15)
    /// The account is switched off.
    package static let accountDisabled = ReasonSet(rawValue: 1 << 16)
    /// The account is deleted.
    package static let accountDeleted = ReasonSet(rawValue: 1 << 17)
    /// The account is locked after failures.
    package static let accountLocked = ReasonSet(rawValue: 1 << 18)
    /// The session, code or family behind the request was ended.
    package static let sessionEnded = ReasonSet(rawValue: 1 << 19)
    /// The app demands an authentication strength (section 2.9).
    package static let authenticationStrength = ReasonSet(rawValue: 1 << 20)
    /// A passkey is there, or could be, but of no model that the strength takes (AS-14).
    package static let passkeyModel = ReasonSet(rawValue: 1 << 21)
    /// An administrator switched MFA on for this person (section 2.11).
    package static let perUserMFA = ReasonSet(rawValue: 1 << 22)

    /// The person is on the block list: no second factor of theirs counts (PN-14).
    package static let mfaBlocked = ReasonSet(rawValue: 1 << 23)

    /// The words, in the order of the bits.
    package static let words: [String] = [
        "administrator", "managementSurface", "newBrowser", "noRememberedFactor", "newPlace", "sensitiveTask",
        "legacyClient", "passwordOnlyGrant", "basicAuthentication", "notRegistered", "graceRunning", "graceOver",
        "requestedByApp", "synchronizationAccount", "rememberedBrowser", "provenInSession", "accountDisabled",
        "accountDeleted", "accountLocked", "sessionEnded", "authenticationStrength", "passkeyModel", "perUserMFA",
        "mfaBlocked",
    ]

    /// The words of the members, always in the same order.
    package var names: [String] {
        Self.words.indices.filter { rawValue & 1 << UInt32($0) != 0 }.map { Self.words[$0] }
    }
}
