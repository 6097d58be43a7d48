import MartletDirectory

/// The policies that bind one tenant's sign-ins, ready for `decide`: the house rules always, and what the tenant chose.
package struct PolicySet: Sendable, Equatable {
    /// The policies that speak; disabled ones are left out.
    package let policies: [AccessPolicy]
    /// Whether the security defaults are among them.
    package let hasSecurityDefaults: Bool

    /// The house rules and `policies` on top of them.
    package init(_ policies: [AccessPolicy]) {
        self.policies = (Self.houseRules + policies).filter { $0.state != .disabled }
        hasSecurityDefaults = policies.contains { Self.securityDefaults.contains($0) }
    }

    /// The set of a tenant: made once, not for each decision.
    ///
    /// A door that takes passwords alone says where they are still taken; one that does not say takes them nowhere.
    package static func compiled(
        for setting: SecurityDefaultsSetting, legacy: LegacyAuthentication = LegacyAuthentication()
    ) -> PolicySet {
        var index = setting.isEnabled ? 1 : 0
        if legacy.mail.mode.blocksPasswords { index += 2 }
        if legacy.web.mode.blocksPasswords { index += 4 }
        if legacy.directory.mode.blocksPasswords { index += 8 }
        if legacy.network.mode.blocksPasswords { index += 16 }
        return all[index]
    }

    /// Every set there is, by the bits of `compiled`.
    private static let all = (0..<32).map { index in
        let modern = modernAuthentication.indices.filter { index & (2 << $0) != 0 }.map { modernAuthentication[$0] }
        return PolicySet((index & 1 != 0 ? securityDefaults : []) + modern)
    }

    /// The rules that no setting switches off.
    ///
    /// The account rule and the session rule are judged before any other; see `judge`.
    package static let houseRules: [AccessPolicy] = [
        AccessPolicy(
            id: "house.managementSurfaces", name: "Second factor for management surfaces",
            conditions: .init(surfaces: .managementSurface), control: .secondFactor),
        AccessPolicy(
            id: "house.requestedAssurance", name: "Assurance requested by the app",
            conditions: .init(clients: .assuranceRequested), control: .requestedAssurance),
        AccessPolicy(
            id: "house.authenticationStrength", name: "Authentication strength demanded by the app",
            conditions: .init(surfaces: .strengthDemanded), control: .strength),
        AccessPolicy(
            id: "house.perUserMFA", name: "Per-user MFA", conditions: .init(people: .perUserMFA),
            control: .secondFactor),
    ]

    /// The switch of each surface to modern authentication; those of the surfaces that have made it bind (section 1.7).
    ///
    /// Synchronization accounts are exempt as they are from the defaults (SD-46, SD-47).
    package static let modernAuthentication: [AccessPolicy] = [
        modern("mail", .mailSurface), modern("web", .webSurface), modern("directory", .directorySurface),
        modern("network", .networkSurface),
    ]

    private static func modern(_ surface: String, _ trait: SignInTraits) -> AccessPolicy {
        AccessPolicy(
            id: "modernAuthentication.\(surface)", name: "Modern authentication only: \(surface)",
            conditions: .init(clients: trait), control: .modernAuthentication, exemptsSynchronization: true)
    }

    /// The account must be enabled, there and not locked.
    package static let accountRule = AccessPolicy(
        id: "house.account", name: "Account in good standing", control: .standing)

    /// The session, code or family behind the request must be live.
    package static let sessionRule = AccessPolicy(
        id: "house.session", name: "Session in good standing", control: .standing)

    /// What the two rules above say when they refuse, made once.
    static func resultsOfDenial(_ denial: Denial) -> [PolicyResult] {
        switch denial {
        case .accountDeleted: deleted
        case .accountDisabled: disabled
        case .accountLocked: locked
        default: ended
        }
    }

    private static let deleted = [PolicyResult(accountRule, result: .notSatisfied, reasons: .accountDeleted)]
    private static let disabled = [PolicyResult(accountRule, result: .notSatisfied, reasons: .accountDisabled)]
    private static let locked = [PolicyResult(accountRule, result: .notSatisfied, reasons: .accountLocked)]
    private static let ended = [PolicyResult(sessionRule, result: .notSatisfied, reasons: .sessionEnded)]

    /// The security defaults: five named policies that a tenant can switch but not edit (SD-12…SD-16, promise 3).
    package static let securityDefaults: [AccessPolicy] = [
        AccessPolicy(
            id: "securityDefaults.registration", name: "Security defaults: register for MFA",
            conditions: .init(registration: .unregistered, clients: .secondFactorDoor), control: .register,
            exemptsSynchronization: true),
        AccessPolicy(
            id: "securityDefaults.administrators", name: "Security defaults: MFA for administrators",
            conditions: .init(people: .administrator, registration: .registered, clients: .secondFactorDoor),
            control: .secondFactor, exemptsSynchronization: true),
        AccessPolicy(
            id: "securityDefaults.whenNecessary", name: "Security defaults: MFA when necessary",
            conditions: .init(people: .ordinaryPerson, registration: .registered, clients: .secondFactorDoor),
            control: .secondFactorWhenNecessary, exemptsSynchronization: true),
        AccessPolicy(
            id: "securityDefaults.legacyAuthentication", name: "Security defaults: block legacy authentication",
            conditions: .init(clients: [.legacyClient, .passwordGrant, .basicAuthentication]), control: .block,
            exemptsSynchronization: true),
        AccessPolicy(
            id: "securityDefaults.managementSurfaces", name: "Security defaults: MFA for management surfaces",
            conditions: .init(surfaces: .managementSurface), control: .secondFactor, exemptsSynchronization: true),
    ]
}
