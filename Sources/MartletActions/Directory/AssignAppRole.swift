import MartletDirectory
import MartletPolicy
import MartletStore

/// Gives a role of an app to a person, a group or another app.
package struct AssignAppRole: Sendable {
    let tools: Tools

    /// An action that works with `tools`.
    package init(_ tools: Tools) {
        self.tools = tools
    }

    /// Gives the role. Those of Martlet's own API open the directory to an app without any person: only who gives
    /// administrator roles gives them, and to apps alone.
    /// - Throws: `ActionError.notFound`, `.invalid` naming `role`, `.forbidden`, `.conflict(.alreadyDone)`;
    ///   `StoreError`.
    @discardableResult
    package func callAsFunction(
        _ role: ID<AppRole>, of resource: ID<Application>, to principal: AppRoleAssignment.Principal, by caller: Caller
    ) async throws -> AppRoleAssignment {
        let assignment = AppRoleAssignment(
            id: tools.ambient.newID(), tenant: caller.tenant, resource: resource, role: role, principal: principal,
            createdAt: tools.now)
        return try await tools.change(.appRoleAssigned, by: caller) { tables, log in
            let value = try tables.appRole(role, of: resource, for: principal, by: caller, log: &log)
            log.set("role", from: nil, to: value)
            let held = try tables.appRoleAssignments.list(of: resource, in: caller.tenant)
            guard !held.contains(where: { $0.role == role && $0.principal == principal }) else {
                throw ActionError.conflict(.alreadyDone)
            }
            try tables.appRoleAssignments.insert(assignment)
            return assignment
        }
    }
}

/// Takes a role of an app back.
package struct RemoveAppRole: Sendable {
    let tools: Tools

    /// An action that works with `tools`.
    package init(_ tools: Tools) {
        self.tools = tools
    }

    /// Takes the role; a token that was issued with it runs out within the hour.
    /// - Throws: `ActionError.notFound`, `.forbidden`; `StoreError`.
    package func callAsFunction(
        _ role: ID<AppRole>, of resource: ID<Application>, from principal: AppRoleAssignment.Principal,
        by caller: Caller
    ) async throws {
        try await tools.change(.appRoleRemoved, by: caller) { tables, log in
            let value = try tables.appRole(role, of: resource, for: principal, by: caller, log: &log)
            let held = try tables.appRoleAssignments.list(of: resource, in: caller.tenant)
            guard let found = held.first(where: { $0.role == role && $0.principal == principal }),
                try tables.appRoleAssignments.delete(found.id, in: caller.tenant)
            else { throw ActionError.notFound("assignment") }
            log.set("role", from: value, to: nil)
        }
    }
}

extension Tables {
    /// The value of a role, once the caller may give and take it, and the principal can hold it.
    fileprivate func appRole(
        _ id: ID<AppRole>, of resource: ID<Application>, for principal: AppRoleAssignment.Principal, by caller: Caller,
        log: inout ChangeLog
    ) throws -> String {
        let isOwn = resource == Application.martletAPI
        let holder: AppRole.Holder
        switch principal {
        case .user(let id):
            holder = .user
            log.on(try existingUser(id, in: caller.tenant))
        case .group(let id):
            holder = .user
            log.on(try existingGroup(id, in: caller.tenant))
        case .application(let id):
            holder = .application
            log.on(try existingApplication(id, in: caller.tenant))
        }
        guard !isOwn else {
            log.on(.app, resource.rawValue, "Martlet")
            try permit(caller, to: .assignRoles)
            guard holder == .application, let permission = MartletScopes.all.first(where: { $0.role == id }) else {
                throw ActionError.invalid([FieldProblem("role", .unknown)])
            }
            return permission.value
        }
        let application = try existingApplication(resource, in: caller.tenant)
        log.on(application)
        try permit(caller, to: .manageApplications)
        guard let role = application.settings.api.roles.first(where: { $0.id == id }), role.holders.contains(holder)
        else { throw ActionError.invalid([FieldProblem("role", .unknown)]) }
        return role.value
    }
}
