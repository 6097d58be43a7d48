import MartletDirectory
import MartletPolicy
import MartletStore

/// Makes the accounts that an organisation falls back on when everybody else is locked out (EA-1).
package struct MakeEmergencyAccounts: Sendable {
    let tools: Tools

    /// An action that works with `tools`.
    package init(_ tools: Tools) {
        self.tools = tools
    }

    /// How many an organisation should have.
    package static let wanted = 2

    /// One account with everything that is shown once, to be put into a safe (EA-7).
    package struct EmergencyAccount: Sendable {
        /// The account, a Global Administrator (EA-2).
        package let user: User
        /// Its password of 128 bits, which neither expires nor must be changed (EA-4, EA-6).
        package let password: String
        /// Its authenticator; the defaults hold for it as for everybody (SD-49, EA-5).
        package let authenticator: AuthenticatorEnrolment
        /// Its ten recovery codes.
        package let recoveryCodes: [String]
    }

    /// Makes as many as are missing from two.
    /// - Throws: `ActionError.forbidden`, `.needsFreshSecondFactor`, `.conflict(.alreadyDone)` when there are two,
    ///   `.overloaded`; `StoreError`.
    package func callAsFunction(by caller: Caller) async throws -> [EmergencyAccount] {
        let at = tools.now
        let plan = try await tools.judge(.emergencyAccountsMade, by: caller) { tables, _ in
            try missing(by: caller, at: at, in: tables)
        }
        let makings = try await makings(for: plan, at: at)
        let recordIDs = makings.map { _ in tools.ambient.newID(of: AuditRecord.self) }
        try await tools.change(.emergencyAccountsMade, by: caller) { tables, log in
            let now = try missing(by: caller, at: at, in: tables)
            guard now.names == plan.names else { throw ActionError.conflict(.changedMeanwhile) }
            for (making, recordID) in zip(makings, recordIDs) {
                try making.save(tools, in: tables, by: caller, at: at)
                log.on(making.user)
                let role = try tables.give(making.assignment, by: caller)
                try tables.audits.insert(
                    tools.record(role.activity, by: caller, id: recordID, at: at, log: role.log))
            }
        }
        return makings.map(\.account)
    }

    private struct Plan: Sendable {
        var organization: Tenant
        var names: [UserPrincipalName]
    }

    private struct Making: Sendable {
        let user: User
        let password: PreparedPassword
        let authenticator: RegisteredAuthenticator
        let assignment: RoleAssignment

        func save(_ tools: Tools, in tables: Tables, by caller: Caller, at: Timestamp) throws {
            try tables.users.insert(user)
            try tables.passwords.save(password.record(for: user, at: at))
            try authenticator.save(tools, in: tables)
        }

        var account: EmergencyAccount {
            EmergencyAccount(
                user: user, password: password.generated ?? "", authenticator: authenticator.enrolment,
                recoveryCodes: authenticator.codes.texts)
        }
    }

    private func missing(by caller: Caller, at: Timestamp, in tables: Tables) throws -> Plan {
        try tables.permit(caller, to: .createEmergencyAccounts)
        try tables.wantFreshSecondFactor(of: caller, at: at)
        let organization = try tables.organization(of: caller)
        let present = try tables.roleAssignments.holders(
            of: DirectoryRole.globalAdministrator.id, in: caller.tenant
        ).filter { $0.isEmergencyAccess && $0.isEnabled }
        guard present.count < Self.wanted else { throw ActionError.conflict(.alreadyDone) }
        var names: [UserPrincipalName] = []
        var number = 1
        while names.count < Self.wanted - present.count {
            let name = UserPrincipalName(stored: "emergency-\(number)@\(organization.domain)")
            if try tables.users.find(upn: name, in: caller.tenant) == nil { names.append(name) }
            number += 1
        }
        return Plan(organization: organization, names: names)
    }

    private func makings(for plan: Plan, at: Timestamp) async throws -> [Making] {
        var makings: [Making] = []
        for name in plan.names {
            let number = name.local.drop { $0 != "-" }.dropFirst()
            let user = User(
                id: tools.ambient.newID(), tenant: plan.organization.id, userPrincipalName: name,
                displayName: "Emergency access \(number)", isEmergencyAccess: true, createdAt: at,
                sessionsValidFrom: at)
            makings.append(
                Making(
                    user: user,
                    password: try await tools.prepare(
                        .generatedLasting, context: PasswordContext(of: user, in: plan.organization)),
                    authenticator: try tools.registeredAuthenticator(for: user, at: plan.organization, now: at),
                    assignment: RoleAssignment(
                        id: tools.ambient.newID(), tenant: user.tenant,
                        role: DirectoryRole.globalAdministrator.id, principal: .user(user.id), createdAt: at)))
        }
        return makings
    }
}
