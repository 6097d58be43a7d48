/// Every single guard of the decision, so that a test can take one away and show that the walk notices.
///
/// `decide` always passes `.all`, which the optimizer folds away; without a guard only a `Judgement` can be had,
/// never a `Clearance`.
struct Guards: OptionSet, Sendable, Hashable {
    let rawValue: UInt64
    init(rawValue: UInt64) { self.rawValue = rawValue }

    static let all = Guards(rawValue: .max)

    /// Whether the guard stands; written out, so that it is a single test of a bit even where nothing is inlined.
    func contains(_ member: Guards) -> Bool { rawValue & member.rawValue == member.rawValue }

    // Who may pass at all.
    static let disabledAccount = Guards(rawValue: 1 << 0)
    static let deletedAccount = Guards(rawValue: 1 << 1)
    static let lockedAccount = Guards(rawValue: 1 << 2)
    static let endedReliance = Guards(rawValue: 1 << 3)

    // What a proof is worth.
    static let proofsMustBeRegistered = Guards(rawValue: 1 << 4)
    static let firstFactor = Guards(rawValue: 1 << 5)
    static let codesAreNoFirstFactor = Guards(rawValue: 1 << 6)
    static let codesNeedThePassword = Guards(rawValue: 1 << 7)
    static let pushNeedsThePassword = Guards(rawValue: 1 << 8)
    static let recoveryNeedsRegistration = Guards(rawValue: 1 << 9)
    static let recoveryIsNoRegistration = Guards(rawValue: 1 << 10)
    static let passIsNoRegistration = Guards(rawValue: 1 << 11)

    /// A certificate of one factor stands on top of the password.
    static let certificateNeedsThePassword = Guards(rawValue: 1 << 39)

    // What is a management surface, what is legacy.
    static let adminCenterManages = Guards(rawValue: 1 << 12)
    static let markedSurfaceManages = Guards(rawValue: 1 << 13)
    static let legacyClients = Guards(rawValue: 1 << 14)
    static let passwordGrant = Guards(rawValue: 1 << 15)
    static let basicAuthentication = Guards(rawValue: 1 << 16)
    static let doorCarriesSecondFactor = Guards(rawValue: 1 << 17)

    // Registration and its grace.
    static let registration = Guards(rawValue: 1 << 18)
    static let noGraceForAdministrators = Guards(rawValue: 1 << 19)
    static let noGraceForManagement = Guards(rawValue: 1 << 20)
    static let noGraceWhenOver = Guards(rawValue: 1 << 21)
    static let noGraceOfZeroDays = Guards(rawValue: 1 << 22)
    static let graceIsChosen = Guards(rawValue: 1 << 23)

    // Second factors.
    static let secondFactor = Guards(rawValue: 1 << 24)
    static let memoryNeverCarriesSecondFactor = Guards(rawValue: 1 << 25)
    static let newPlaceWantsItAgain = Guards(rawValue: 1 << 26)
    static let noMemory = Guards(rawValue: 1 << 27)
    static let newBrowser = Guards(rawValue: 1 << 28)
    static let newPlace = Guards(rawValue: 1 << 29)
    static let sensitiveTask = Guards(rawValue: 1 << 30)
    static let managementIsNecessity = Guards(rawValue: 1 << 31)

    // Exemption and requests.
    static let noExemptAdministrators = Guards(rawValue: 1 << 32)
    static let exemptionOnlyFromDefaults = Guards(rawValue: 1 << 33)
    static let requestedMultiFactor = Guards(rawValue: 1 << 34)
    static let requestedPhishingResistant = Guards(rawValue: 1 << 35)
    static let requestedMustBePossible = Guards(rawValue: 1 << 36)

    // Strengths, and people for whom MFA is switched on by name.
    static let demandedStrength = Guards(rawValue: 1 << 40)
    static let demandedStrengthMustBePossible = Guards(rawValue: 1 << 41)
    static let demandedStrengthIsRegistered = Guards(rawValue: 1 << 42)
    static let registeringWantsSecondFactor = Guards(rawValue: 1 << 43)
    static let registeringWantsItFresh = Guards(rawValue: 1 << 44)
    static let perUserMFA = Guards(rawValue: 1 << 45)

    // How the policies' words are put together.
    static let blockBeatsAll = Guards(rawValue: 1 << 37)
    static let registrationAtOnceBeatsLater = Guards(rawValue: 1 << 38)

    // Modern authentication only.
    static let modernMail = Guards(rawValue: 1 << 46)
    static let modernMailByGrant = Guards(rawValue: 1 << 47)
    static let modernWeb = Guards(rawValue: 1 << 48)
    static let modernDirectory = Guards(rawValue: 1 << 49)
    static let modernNetwork = Guards(rawValue: 1 << 50)

    // Where the synchronization account's exemption does not reach.
    static let noExemptLegacyDoors = Guards(rawValue: 1 << 51)
    static let noExemptLegacyClients = Guards(rawValue: 1 << 52)

    // Whose second factors are blocked (PN-14).
    static let blockedProvesNothing = Guards(rawValue: 1 << 53)
    static let blockedIsNotRemembered = Guards(rawValue: 1 << 54)
    static let blockedIsNotAsked = Guards(rawValue: 1 << 55)
    static let blockedDoesNotRegister = Guards(rawValue: 1 << 56)
    static let blockedMeetsNoStrength = Guards(rawValue: 1 << 57)

    /// The guards one by one; a test walks them all.
    static let each: [Guards] = (0..<58).map { Guards(rawValue: 1 << UInt64($0)) }
}
