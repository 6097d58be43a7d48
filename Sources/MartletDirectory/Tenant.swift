/// An organisation: the owner of everything else in the store.
package struct Tenant: Sendable, Equatable {
    /// Its identifier, `tid` in tokens.
    package var id: ID<Tenant>
    /// The organisation's name as people know it.
    package var displayName: String
    /// Its first verified domain, lower case; the part of a user principal name after the `@`.
    package var domain: String
    /// When it was set up.
    package var createdAt: Timestamp
    /// The state of the one switch.
    package var securityDefaults: SecurityDefaultsSetting
    /// How long sign-in and audit records are kept, in days (D30), 1 or more.
    package var logRetentionDays: Int
    /// Which ways of proving themselves its people may use and register.
    package var methodsPolicy: AuthenticationMethodsPolicy
    /// The authentication strengths of its own.
    package var strengths: CustomStrengths
    /// Where programs that know nothing but passwords may still come in.
    package var legacyAuthentication: LegacyAuthentication

    /// A tenant with every field given.
    package init(
        id: ID<Tenant>, displayName: String, domain: String, createdAt: Timestamp,
        securityDefaults: SecurityDefaultsSetting, logRetentionDays: Int = 365,
        methodsPolicy: AuthenticationMethodsPolicy = AuthenticationMethodsPolicy(),
        strengths: CustomStrengths = CustomStrengths(),
        legacyAuthentication: LegacyAuthentication = LegacyAuthentication()
    ) {
        self.id = id
        self.displayName = displayName
        self.domain = domain
        self.createdAt = createdAt
        self.securityDefaults = securityDefaults
        self.logRetentionDays = logRetentionDays
        self.methodsPolicy = methodsPolicy
        self.strengths = strengths
        self.legacyAuthentication = legacyAuthentication
    }
}

/// The security defaults of one tenant: on or off, and the length of the registration grace (SD-1, D25).
package struct SecurityDefaultsSetting: Sendable, Equatable {
    /// Whether the defaults are on; they are for every new tenant.
    package var isEnabled: Bool
    /// When they were last switched on; a user's grace counts from the first sign-in after this (SD-17, D26).
    package var enabledAt: Timestamp?
    /// Days a user may put registration off, 0…14 (D25).
    package var registrationGraceDays: Int

    /// A setting with every field given; `registrationGraceDays` is clamped to 0…14.
    package init(isEnabled: Bool, enabledAt: Timestamp?, registrationGraceDays: Int = 14) {
        self.isEnabled = isEnabled
        self.enabledAt = enabledAt
        self.registrationGraceDays = min(14, max(0, registrationGraceDays))
    }
}
