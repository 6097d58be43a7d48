import MartletDirectory
import MartletStore

extension Tables {
    /// Whether a person may sign in to an app: anybody, unless it wants people who were assigned a role of it, directly or
    /// through a group. A role that is switched off assigns nobody.
    func isAssigned(_ user: ID<User>, to application: Application) throws -> Bool {
        guard application.settings.api.requiresAssignment else { return true }
        let held = Set(try appRoleAssignments.roles(of: user, at: application.id))
        return application.settings.api.roles.contains { $0.isEnabled && held.contains($0.id) }
    }
}
