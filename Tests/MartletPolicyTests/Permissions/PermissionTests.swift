import MartletDirectory
import MartletPolicy
import Testing

/// The matrix of protection-and-governance section 5.3, cell by cell.
@Suite struct `Permission matrix` {
    private static let columns: [DirectoryRole] = [
        .passwordAdministrator, .helpdeskAdministrator, .authenticationAdministrator, .userAdministrator,
        .privilegedAuthenticationAdministrator, .globalAdministrator,
    ]

    /// What the target holds, and one letter a column of the table.
    static let rows: [(DirectoryRole?, String)] = [
        (nil, "YYYYYY"), (.passwordAdministrator, "YYYYYY"), (.reportsReader, "-YYYYY"),
        (.helpdeskAdministrator, "-Y-YYY"), (.authenticationAdministrator, "--Y-YY"), (.userAdministrator, "---YYY"),
        (.privilegedAuthenticationAdministrator, "----YY"), (.privilegedRoleAdministrator, "----YY"),
        (.globalReader, "----YY"), (.directorySynchronizationAccounts, "----YY"), (.globalAdministrator, "----YY"),
    ]

    private func check(
        _ roles: [DirectoryRole], _ operation: MartletPolicy.Operation, _ target: TargetFacts? = nil
    ) -> PermissionDecision {
        Permission.check(
            caller: CallerFacts(roles: Set(roles.map(\.id))), for: operation, target: target)
    }

    private func holding(_ roles: DirectoryRole...) -> TargetFacts { TargetFacts(roles: Set(roles.map(\.id))) }

    @Test(arguments: rows, [MartletPolicy.Operation.resetPassword, .revokeSessions])
    func `password resets and revocations follow the table`(
        row: (DirectoryRole?, String), operation: MartletPolicy.Operation
    ) {
        let target = row.0.map { holding($0) } ?? TargetFacts()
        for (column, letter) in zip(Self.columns, row.1) {
            let expected: PermissionDecision = letter == "Y" ? .permitted : .forbidden(.targetIsPrivileged)
            #expect(check([column], operation, target) == expected, "\(column.displayName)")
        }
    }

    @Test func `RO-21 only the two highest reach members of role-assignable groups`() {
        let target = TargetFacts(isInRoleAssignableGroup: true)
        for (column, letter) in zip(Self.columns, "----YY") {
            let expected: PermissionDecision = letter == "Y" ? .permitted : .forbidden(.targetIsPrivileged)
            #expect(check([column], .resetPassword, target) == expected)
        }
    }

    @Test func `one single role of the caller must reach every role of the target`() {
        let target = holding(.helpdeskAdministrator, .authenticationAdministrator)
        let caller: [DirectoryRole] = [.helpdeskAdministrator, .authenticationAdministrator]
        #expect(check(caller, .resetPassword, target) == .forbidden(.targetIsPrivileged))
        #expect(check([.globalAdministrator], .resetPassword, target) == .permitted)
    }

    @Test func `RO-10 sensitive actions on users follow four of the columns`() {
        #expect(check([.helpdeskAdministrator], .manageUsers, TargetFacts()) == .forbidden(.noRole))
        #expect(check([.authenticationAdministrator], .manageUsers, TargetFacts()) == .permitted)
        #expect(
            check([.userAdministrator], .manageUsers, holding(.globalAdministrator)) == .forbidden(.targetIsPrivileged))
        #expect(check([.globalAdministrator], .manageUsers, holding(.globalAdministrator)) == .permitted)
    }

    @Test func `making a user needs a User or Global Administrator`() {
        #expect(check([.userAdministrator], .manageUsers) == .permitted)
        #expect(check([.globalAdministrator], .manageUsers) == .permitted)
        #expect(check([.authenticationAdministrator], .manageUsers) == .forbidden(.noRole))
        #expect(check([], .manageUsers) == .forbidden(.noRole))
    }

    @Test func `methods are changed by authentication administrators, and never one's own from here`() {
        #expect(check([.authenticationAdministrator], .manageMethods, TargetFacts()) == .permitted)
        #expect(check([.userAdministrator], .manageMethods, TargetFacts()) == .forbidden(.noRole))
        #expect(
            check([.authenticationAdministrator], .manageMethods, holding(.globalAdministrator))
                == .forbidden(.targetIsPrivileged))
        let own = TargetFacts(isCaller: true)
        #expect(check([.globalAdministrator], .manageMethods, own) == .forbidden(.ownAccount))
        #expect(check([.globalAdministrator], .resetPassword, own) == .forbidden(.ownAccount))
        #expect(check([.globalAdministrator], .revokeSessions, own) == .permitted)
    }

    @Test func `a missing target forbids`() {
        #expect(check([.globalAdministrator], .resetPassword) == .forbidden(.targetIsPrivileged))
        #expect(check([.globalAdministrator], .manageMethods) == .forbidden(.targetIsPrivileged))
    }

    @Test(arguments: DirectoryRole.all)
    func `SD-10 three roles switch the defaults`(role: DirectoryRole) {
        let may: [DirectoryRole] = [.globalAdministrator, .securityAdministrator, .conditionalAccessAdministrator]
        #expect((check([role], .changeSecurityDefaults) == .permitted) == may.contains(role))
        let read = may + [.globalReader, .securityReader]
        #expect((check([role], .readSecurityDefaults) == .permitted) == read.contains(role))
    }

    @Test(arguments: DirectoryRole.all)
    func `SD-48 only two roles give roles, the synchronization role among them`(role: DirectoryRole) {
        let target = TargetFacts(role: DirectoryRole.directorySynchronizationAccounts.id)
        let may: [DirectoryRole] = [.globalAdministrator, .privilegedRoleAdministrator]
        #expect((check([role], .assignRoles, target) == .permitted) == may.contains(role))
        let group = TargetFacts(isRoleAssignableGroup: true)
        #expect((check([role], .manageGroups, group) == .permitted) == may.contains(role))
    }

    @Test func `SD-71 nobody takes Global Administrator from themselves, but other roles`() {
        let global = DirectoryRole.globalAdministrator.id
        let own = TargetFacts(isCaller: true, role: global, isRemoval: true)
        #expect(check([.globalAdministrator], .assignRoles, own) == .forbidden(.ownGlobalAdministrator))
        let another = TargetFacts(role: global, isRemoval: true)
        #expect(check([.globalAdministrator], .assignRoles, another) == .permitted)
        let other = TargetFacts(isCaller: true, role: DirectoryRole.userAdministrator.id, isRemoval: true)
        #expect(check([.globalAdministrator], .assignRoles, other) == .permitted)
    }

    @Test func `LG-10 logs are read by readers of reports, the directory is not`() {
        #expect(check([.reportsReader], .readLogs) == .permitted)
        #expect(check([.reportsReader], .readDirectory) == .forbidden(.noRole))
        #expect(check([.globalReader], .readDirectory) == .permitted)
        #expect(check([.globalReader], .manageUsers) == .forbidden(.noRole))
        #expect(check([.directorySynchronizationAccounts], .readDirectory) == .forbidden(.noRole))
    }

    @Test(arguments: MartletPolicy.Operation.allCases)
    func `nobody without a role does anything, the operator everything`(operation: MartletPolicy.Operation) {
        #expect(check([], operation, TargetFacts()) == .forbidden(.noRole))
        let operatorFacts = CallerFacts(roles: [], isOperator: true)
        #expect(Permission.check(caller: operatorFacts, for: operation) == .permitted)
    }

    @Test(arguments: [MartletPolicy.Operation.createEmergencyAccounts, .rotateKeys, .manageOrganization])
    func `what touches the whole organisation needs a Global Administrator`(operation: MartletPolicy.Operation) {
        for role in DirectoryRole.all {
            #expect((check([role], operation) == .permitted) == (role == .globalAdministrator))
        }
    }
}
