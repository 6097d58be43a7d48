/// What is kept about a person and their methods besides the methods themselves.
package struct MethodPreferences: Sendable, Equatable {
    /// Whose they are.
    package var user: ID<User>
    /// The tenant of the user.
    package var tenant: ID<Tenant>
    /// The second factor that the person wants to be asked for first (MR-12); `nil` for the strongest.
    package var defaultMethod: Method?
    /// How often the person said *not now* to the registration campaign (RC-4).
    package var campaignSnoozes: Int
    /// When they last did.
    package var campaignSnoozedAt: Timestamp?
    /// Until when an administrator lets the person register a first method.
    package var registrationApprovedUntil: Timestamp?
    /// When the first method was registered, with nothing but a first factor behind it.
    package var firstRegisteredAt: Timestamp?
    /// The address it was registered from; empty where it is not known, or an administrator made it count.
    package var firstRegisteredFrom: String

    /// The preferences of somebody of whom nothing is kept.
    package init(user: ID<User>, tenant: ID<Tenant>) {
        self.user = user
        self.tenant = tenant
        campaignSnoozes = 0
        firstRegisteredFrom = ""
    }
}
