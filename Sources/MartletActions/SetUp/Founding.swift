import MartletDirectory
import MartletStore

/// Everything that an organisation begins with, ready to be stored in one transaction.
struct Founding: Sendable {
    let draft: SetUpDraft
    let password: Password
    let method: TOTPMethod
    let codes: RecoveryCodeSet
    let role: RoleAssignment
    let roleRecord: ID<AuditRecord>
    let userRecord: ID<AuditRecord>
    let keys: [SigningKey]
    let applications: [(application: Application, record: ID<AuditRecord>)]
    let sealingKeyCheck: [UInt8]
    let at: Timestamp

    /// Draws recovery codes and the first signing keys, which sign at once.
    init(_ draft: SetUpDraft, passwordHash: String, method: TOTPMethod, tools: Tools, at: Timestamp) throws {
        let user = draft.user
        self.draft = draft
        self.method = method
        self.at = at
        password = Password(user: user.id, tenant: user.tenant, hash: passwordHash, changedAt: at)
        codes = tools.newRecoveryCodes(for: user.id, tenant: user.tenant, at: at)
        role = RoleAssignment(
            id: tools.ambient.newID(), tenant: user.tenant, role: DirectoryRole.globalAdministrator.id,
            principal: .user(user.id), createdAt: at)
        roleRecord = tools.ambient.newID()
        userRecord = tools.ambient.newID()
        keys = try SigningKey.Algorithm.allCases.map {
            try tools.newSigningKey($0, for: user.tenant, at: at, signsFrom: at)
        }
        sealingKeyCheck = tools.newSealingKeyCheck()
        applications = FirstPartyApplication.all(in: user.tenant, at: at).map { ($0, tools.ambient.newID()) }
    }

    /// Stores everything and closes set-up, or nothing.
    ///
    /// The marker is set by one conditional write, so that of two set-ups at the same instant one is left (A014).
    /// - Throws: what `condition` throws, `ActionError.conflict(.setUpClosed)`; `StoreError`.
    func save(
        _ tools: Tools, by caller: Caller, condition: @escaping @Sendable (Tables) throws -> Void
    ) async throws {
        try await tools.change(.organizationSetUp, by: caller) { tables, log in
            try condition(tables)
            guard try tables.installation.completeSetUp(at: at) else { throw ActionError.conflict(.setUpClosed) }
            var installation = try tables.installation.get()
            installation.sealingKeyCheck = sealingKeyCheck
            try tables.installation.update(installation)
            try insert(tools, in: tables)
            log.on(draft.tenant)
            log.on(draft.user)
            log.set("displayName", from: nil, to: draft.tenant.displayName)
            log.set("domain", from: nil, to: draft.tenant.domain)
            log.set("securityDefaults", from: nil, to: "on")
            for key in keys { log.set("signingKey", from: nil, to: key.keyID) }
            try record(tools, by: caller, in: tables)
            try tables.keepAnAdministrator(in: draft.tenant.id, at: at)
        }
    }

    private func insert(_ tools: Tools, in tables: Tables) throws {
        try tables.tenants.insert(draft.tenant)
        try tables.users.insert(draft.user)
        try tables.passwords.save(password)
        try tools.insert(method, in: tables)
        try tables.recoveryCodes.replace(of: draft.user.id, in: draft.tenant.id, with: codes.rows)
        for key in keys { try tools.insert(key, in: tables) }
        for (application, _) in applications { try tables.applications.insert(application) }
    }

    private func record(_ tools: Tools, by caller: Caller, in tables: Tables) throws {
        var added = ChangeLog()
        added.on(draft.user)
        added.set("userPrincipalName", from: nil, to: draft.user.userPrincipalName.text)
        try tables.audits.insert(tools.record(.userAdded, by: caller, id: userRecord, at: at, log: added))
        for (application, id) in applications {
            var log = ChangeLog()
            log.on(application)
            log.set("displayName", from: nil, to: application.displayName)
            try tables.audits.insert(tools.record(.applicationAdded, by: caller, id: id, at: at, log: log))
        }
        let giving = try tables.give(role, by: caller)
        try tables.audits.insert(tools.record(giving.activity, by: caller, id: roleRecord, at: at, log: giving.log))
    }
}
