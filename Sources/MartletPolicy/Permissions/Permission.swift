import MartletDirectory

/// Who asks to do something.
package struct CallerFacts: Sendable, Equatable {
    /// The roles that the caller holds, directly or through a group.
    package var roles: Set<ID<DirectoryRole>>
    /// Whether this is the operator of the machine, through the command line on the local store.
    package var isOperator: Bool

    /// A caller with the given roles.
    package init(roles: Set<ID<DirectoryRole>>, isOperator: Bool = false) {
        self.roles = roles
        self.isOperator = isOperator
    }
}

/// What it is to be done to.
package struct TargetFacts: Sendable, Equatable {
    /// The roles that the target user holds, directly or through a group.
    package var roles: Set<ID<DirectoryRole>>
    /// Whether the target user is a member of a role-assignable group (RO-21).
    package var isInRoleAssignableGroup: Bool
    /// Whether the target user is the caller.
    package var isCaller: Bool
    /// The role that is given or taken, for `assignRoles`.
    package var role: ID<DirectoryRole>?
    /// Whether the role is taken rather than given.
    package var isRemoval: Bool
    /// Whether the target group may hold roles, for `manageGroups` (RO-20).
    package var isRoleAssignableGroup: Bool

    /// A target with the given facts; what is left out is harmless.
    package init(
        roles: Set<ID<DirectoryRole>> = [], isInRoleAssignableGroup: Bool = false, isCaller: Bool = false,
        role: ID<DirectoryRole>? = nil, isRemoval: Bool = false, isRoleAssignableGroup: Bool = false
    ) {
        self.roles = roles
        self.isInRoleAssignableGroup = isInRoleAssignableGroup
        self.isCaller = isCaller
        self.role = role
        self.isRemoval = isRemoval
        self.isRoleAssignableGroup = isRoleAssignableGroup
    }
}

/// Whether something may be done, and if not, why.
package enum PermissionDecision: Sendable, Equatable {
    /// Why something may not be done.
    package enum Reason: String, Sendable, Equatable, CaseIterable {
        /// None of the caller's roles allows it.
        case noRole
        /// A role allows it in general, but not upon this target (section 5.3).
        case targetIsPrivileged
        /// It is done to one's own account, which has its own page for it.
        case ownAccount
        /// Nobody takes Global Administrator from themselves (SD-71).
        case ownGlobalAdministrator
    }

    case permitted
    case forbidden(Reason)
}

/// The permission matrix (protection-and-governance section 5.3; SD-10, SD-48, SD-71, RO-10, RO-20, RO-21).
package enum Permission {
    /// Whether `caller` may do `operation` to `target`; a target that is needed and missing forbids.
    package static func check(
        caller: CallerFacts, for operation: Operation, target: TargetFacts? = nil
    ) -> PermissionDecision {
        // Whoever owns the machine owns the store; the command line is audited as such.
        guard !caller.isOperator else { return .permitted }
        guard let allowed = allowedRoles[operation], !caller.roles.isDisjoint(with: allowed) else {
            return .forbidden(.noRole)
        }
        switch operation {
        case .manageUsers:
            guard let target else { return checkCreation(caller) }
            return checkTarget(caller, target, columns: sensitiveColumns)
        case .resetPassword:
            return checkOther(caller, target, columns: passwordColumns)
        case .revokeSessions:
            return checkTarget(caller, target, columns: passwordColumns)
        case .manageMethods:
            return checkOther(caller, target, columns: methodColumns)
        case .assignRoles:
            let takesOwn =
                target?.isCaller == true && target?.isRemoval == true
                && target?.role == DirectoryRole.globalAdministrator.id
            return takesOwn ? .forbidden(.ownGlobalAdministrator) : .permitted
        case .manageGroups:
            guard target?.isRoleAssignableGroup == true else { return .permitted }
            return caller.roles.isDisjoint(with: roleGivers) ? .forbidden(.targetIsPrivileged) : .permitted
        case .readDirectory, .readLogs, .readLegacyReport, .changeLegacyReport, .readSecurityDefaults,
            .readMethodsPolicy, .changeMethodsPolicy,
            .changeStrengths, .manageCertificateAuthorities,
            .manageApplications, .consentForOrganization,
            .changeSecurityDefaults,
            .createEmergencyAccounts, .rotateKeys, .manageOrganization:
            return .permitted
        }
    }

    private static func checkCreation(_ caller: CallerFacts) -> PermissionDecision {
        caller.roles.isDisjoint(with: userMakers) ? .forbidden(.noRole) : .permitted
    }

    private static func checkOther(
        _ caller: CallerFacts, _ target: TargetFacts?, columns: Set<ID<DirectoryRole>>
    ) -> PermissionDecision {
        // One's own password and methods are changed on the account page, with the proofs that it asks for.
        if target?.isCaller == true { return .forbidden(.ownAccount) }
        return checkTarget(caller, target, columns: columns)
    }

    private static func checkTarget(
        _ caller: CallerFacts, _ target: TargetFacts?, columns: Set<ID<DirectoryRole>>
    ) -> PermissionDecision {
        guard let target else { return .forbidden(.targetIsPrivileged) }
        // One single role of the caller must reach every role of the target.
        let reaches = caller.roles.intersection(columns).contains { column in
            if unlimited.contains(column) { return true }
            return !target.isInRoleAssignableGroup
                && target.roles.allSatisfy { reach[column, default: []].contains($0) }
        }
        return reaches ? .permitted : .forbidden(.targetIsPrivileged)
    }
}
