import MartletDirectory
import MartletPolicy

extension SignInFacts {
    /// Ada, an ordinary member with password and authenticator app, has typed her password in a browser that is known
    /// but remembers nothing.
    static func example(_ change: (inout SignInFacts) -> Void = { _ in }) -> SignInFacts {
        var facts = SignInFacts(
            tenant: ID("11111111-1111-4111-8111-111111111111"), subject: ID("22222222-2222-4222-8222-222222222222"),
            door: .authorize, clientApp: .browser, account: .enabled, roles: [], registered: [.password, .totp],
            proven: .password, provenInThisFlow: .password, reliance: .nothing, remembersSecondFactor: false,
            circumstances: [], isManagementSurface: false, grace: .notStarted(days: 14), skippedRegistration: false,
            requestedAssurance: .any)
        change(&facts)
        return facts
    }

    /// Ben has nothing but a password yet.
    static func unregistered(_ change: (inout SignInFacts) -> Void = { _ in }) -> SignInFacts {
        example {
            $0.registered = .password
            change(&$0)
        }
    }

    /// The same facts with these methods proven in this flow on top.
    func proving(_ methods: MethodSet) -> SignInFacts {
        var facts = self
        facts.proven.formUnion(methods)
        facts.provenInThisFlow.formUnion(methods)
        return facts
    }
}

extension PolicySet {
    /// The house rules alone.
    static let defaultsOff = PolicySet.compiled(
        for: SecurityDefaultsSetting(isEnabled: false, enabledAt: nil), legacy: .everywhere)
    /// The house rules and the security defaults.
    static let defaultsOn = PolicySet.compiled(
        for: SecurityDefaultsSetting(isEnabled: true, enabledAt: nil), legacy: .everywhere)
    /// The house rules, and modern authentication on every surface.
    static let modernOnly = PolicySet.compiled(for: SecurityDefaultsSetting(isEnabled: false, enabledAt: nil))
    /// What a new organisation has: the defaults, and modern authentication on every surface.
    static let modernDefaults = PolicySet.compiled(for: SecurityDefaultsSetting(isEnabled: true, enabledAt: nil))
}

extension LegacyAuthentication {
    /// Passwords on every surface, as far as nothing else blocks them.
    static let everywhere: LegacyAuthentication = {
        var legacy = LegacyAuthentication()
        for surface in LegacySurface.allCases { legacy[surface].mode = .both }
        return legacy
    }()

    /// Passwords on every surface but one.
    static func modern(on surface: LegacySurface) -> LegacyAuthentication {
        var legacy = everywhere
        legacy[surface].mode = .modern
        return legacy
    }
}
