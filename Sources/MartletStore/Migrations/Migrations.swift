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
        // The number of passes, which come by themselves.
        Migration(number: 15, title: "Passes", statements: []),
        phones,
    ]
}
