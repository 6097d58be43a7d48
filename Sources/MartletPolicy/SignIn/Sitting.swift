import MartletDirectory

/// One sign-in as the policies see it: its traits, what is proven, and its circumstances.
struct Sitting {
    let traits: SignInTraits
    let standing: Standing
    let carriesSecondFactor: Bool
    let isInteractive: Bool
    let isAdministrator: Bool
    let isManagement: Bool
    let isExemptFromDefaults: Bool
    let remembersSecondFactor: Bool
    let skippedRegistration: Bool
    let circumstances: SignInFacts.Circumstances
    let grace: SignInFacts.Grace
    let requestedAssurance: SignInFacts.RequestedAssurance
    /// What the demanded strengths ask; `nil` where none is demanded.
    let strength: StrengthVerdict?
    let hasPerUserMFA: Bool
    /// Whether the person's second factors are blocked (PN-14).
    let isMFABlocked: Bool
    /// Whether what is proven is worth a second factor at all.
    private let proofsCount: Bool

    /// Whether a second factor is proven that counts and that the door can carry.
    var hasSecondFactor: Bool { standing.hasSecondFactor && carriesSecondFactor && proofsCount }

    /// What the proofs amount to at this door.
    var assurance: Clearance.Assurance {
        guard hasSecondFactor else { return .singleFactor }
        return standing.hasPhishingResistance ? .phishingResistant : .multiFactor
    }

    init(_ facts: SignInFacts, _ standing: Standing, guards: Guards) {
        self.standing = standing
        carriesSecondFactor = facts.door.carriesSecondFactor || !guards.contains(.doorCarriesSecondFactor)
        isInteractive = facts.door.isInteractive
        isAdministrator = facts.roles.contains(.administrator)
        isManagement =
            facts.door == .adminCenter && guards.contains(.adminCenterManages)
            || facts.isManagementSurface && guards.contains(.markedSurfaceManages)
        // SD-47: such an account is for synchronization and for nothing else, which has no use for mail, a directory, a
        // network or HTTP Basic.
        isExemptFromDefaults =
            facts.roles.contains(.directorySynchronization)
            && (!isAdministrator || !guards.contains(.noExemptAdministrators))
            && (!facts.door.isLegacy || !guards.contains(.noExemptLegacyDoors))
            && (!facts.clientApp.isLegacy || !guards.contains(.noExemptLegacyClients))
        isMFABlocked = facts.isMFABlocked
        proofsCount = !isMFABlocked || !guards.contains(.blockedProvesNothing)
        // What was proven before the block is as little worth as what is proven during it.
        remembersSecondFactor =
            facts.remembersSecondFactor && (!isMFABlocked || !guards.contains(.blockedIsNotRemembered))
        skippedRegistration = facts.skippedRegistration
        // Only a browser has circumstances; a code or a refresh token was judged by them when it was earned.
        circumstances = isInteractive ? facts.circumstances : []
        grace = facts.grace
        requestedAssurance = isInteractive ? facts.requestedAssurance : .any
        // Unlike the two before, these bind at every door: what is opened demands it of whoever opens it.
        strength = guards.contains(.demandedStrength) ? facts.strength?.verdict : nil
        hasPerUserMFA = facts.perUserMFA != .disabled && guards.contains(.perUserMFA)

        var traits: SignInTraits = [
            isAdministrator ? .administrator : .ordinaryPerson,
            standing.isRegistered ? .registered : .unregistered,
            isManagement ? .managementSurface : .ordinarySurface,
        ]
        if facts.clientApp.isLegacy, guards.contains(.legacyClients) { traits.insert(.legacyClient) }
        switch facts.door {
        case .authorize, .account, .adminCenter, .codeExchange, .refresh, .device, .deviceRedemption, .onBehalfOf,
            .tokenExchange:
            traits.insert(.secondFactorDoor)
        case .passwordGrant: if guards.contains(.passwordGrant) { traits.insert(.passwordGrant) }
        case .legacyBasic, .legacyMail, .legacyDirectory, .legacyNetwork:
            if guards.contains(.basicAuthentication) { traits.insert(.basicAuthentication) }
        }
        if requestedAssurance != .any { traits.insert(.assuranceRequested) }
        if strength != nil { traits.insert(.strengthDemanded) }
        if hasPerUserMFA { traits.insert(.perUserMFA) }
        self.traits = traits.union(Self.surface(of: facts, guards: guards))
    }

    /// The surface that a password alone comes to. A header of the client never says which: the door does, and at the
    /// password grant the client app, which an administrator chose there by marking the app as a mail server.
    private static func surface(of facts: SignInFacts, guards: Guards) -> SignInTraits {
        switch facts.door {
        case .legacyMail: guards.contains(.modernMail) ? .mailSurface : []
        case .passwordGrant:
            facts.clientApp.isMailProtocol && guards.contains(.modernMailByGrant) ? .mailSurface : []
        case .legacyBasic: guards.contains(.modernWeb) ? .webSurface : []
        case .legacyDirectory: guards.contains(.modernDirectory) ? .directorySurface : []
        case .legacyNetwork: guards.contains(.modernNetwork) ? .networkSurface : []
        case .authorize, .account, .adminCenter, .codeExchange, .refresh, .device, .deviceRedemption, .onBehalfOf,
            .tokenExchange:
            []
        }
    }
}
