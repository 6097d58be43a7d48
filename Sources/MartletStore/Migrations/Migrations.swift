extension Migration {
    /// The history of the schema, oldest first. Append only.
    package static let all: [Migration] = [
        installationAndTenants,
        people,
        groupsAndRoles,
        applications,
        sessionsAndTokens,
        protection,
        logs,
        spentAssertions,
        oauth,
        digestKey,
        restoration,
        finding,
        methodsPolicy,
        passkeys,
        passes,
        phones,
        risk,
        passwordlessPhones,
        strengths,
        certificates,
        legacyAuthentication,
        legacyReport,
        radius,
        phoneQuestions,
    ]
}
