import MartletDirectory
import MartletStore

/// Finding what an action is about. Something in another tenant does not exist (A094), nor does a deleted account.
extension Tables {
    /// The caller's organisation.
    /// - Throws: `ActionError.notFound`; `StoreError`.
    package func organization(of caller: Caller) throws -> Tenant {
        guard let tenant = try tenants.find(caller.tenant) else { throw ActionError.notFound("organization") }
        return tenant
    }

    /// An account that is not deleted.
    /// - Throws: `ActionError.notFound`; `StoreError`.
    package func existingUser(_ id: ID<User>, in tenant: ID<Tenant>) throws -> User {
        guard let user = try users.find(id, in: tenant), user.deletedAt == nil else {
            throw ActionError.notFound("user")
        }
        return user
    }

    /// A group.
    /// - Throws: `ActionError.notFound`; `StoreError`.
    package func existingGroup(_ id: ID<Group>, in tenant: ID<Tenant>) throws -> Group {
        guard let group = try groups.find(id, in: tenant) else { throw ActionError.notFound("group") }
        return group
    }

    /// An app.
    /// - Throws: `ActionError.notFound`; `StoreError`.
    package func existingApplication(_ id: ID<Application>, in tenant: ID<Tenant>) throws -> Application {
        guard let application = try applications.find(id, in: tenant) else { throw ActionError.notFound("application") }
        return application
    }
}

extension ChangeLog {
    /// Notes a user as what was acted on.
    package mutating func on(_ user: User) { on(.user, user.id.rawValue, user.userPrincipalName.text) }

    /// Notes a group.
    package mutating func on(_ group: Group) { on(.group, group.id.rawValue, group.displayName) }

    /// Notes an app.
    package mutating func on(_ application: Application) { on(.app, application.id.rawValue, application.displayName) }

    /// Notes a role.
    package mutating func on(_ role: DirectoryRole) { on(.role, role.id.rawValue, role.displayName) }

    /// Notes the organisation.
    package mutating func on(_ tenant: Tenant) { on(.directory, tenant.id.rawValue, tenant.displayName) }

    /// Notes a yes-or-no property that changed.
    package mutating func set(_ property: String, from old: Bool, to new: Bool) {
        set(property, from: String(old), to: String(new))
    }
}
