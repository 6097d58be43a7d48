/// One line of the audit log (sign-in-and-policy section 5.3): a change, who made it, and what it changed.
package struct AuditRecord: Sendable, Equatable {
    /// Who acted.
    package enum Actor: Sendable, Equatable {
        /// A signed-in person, by id and name.
        case user(ID<User>, name: String)
        /// The operator of the machine, through the command line on the local store.
        case `operator`
        /// Martlet itself: upkeep, rotation.
        case system
    }

    /// What was acted on.
    package struct Target: Sendable, Equatable, Codable {
        /// Graph's target types.
        package enum Kind: String, Sendable, Codable {
            case user = "User"
            case group = "Group"
            case role = "Role"
            case app = "App"
            case policy = "Policy"
            case directory = "Directory"
            case session = "Session"
            case key = "Key"
        }

        package var kind: Kind
        package var id: String
        package var name: String

        /// A target of the given kind.
        package init(kind: Kind, id: String, name: String) {
            self.kind = kind
            self.id = id
            self.name = name
        }
    }

    /// One property that changed; never a secret.
    package struct Change: Sendable, Equatable, Codable {
        package var property: String
        package var old: String?
        package var new: String?

        /// A change of `property`.
        package init(property: String, old: String?, new: String?) {
            self.property = property
            self.old = old
            self.new = new
        }
    }

    /// The broad kinds that the filter offers.
    package enum Category: String, Sendable, Codable, CaseIterable {
        case userManagement = "UserManagement"
        case groupManagement = "GroupManagement"
        case roleManagement = "RoleManagement"
        case applicationManagement = "ApplicationManagement"
        case authentication = "Authentication"
        case policy = "Policy"
        case directoryManagement = "DirectoryManagement"
        case keyManagement = "KeyManagement"
    }

    package var id: ID<AuditRecord>
    package var tenant: ID<Tenant>
    package var createdAt: Timestamp
    package var correlationID: String
    /// A stable English name of what was done, from the list of `AuditActivity` in MartletActions.
    package var activity: String
    package var category: Category
    /// Whether it was done or refused.
    package var succeeded: Bool
    /// Why it was refused; empty when it was done.
    package var resultReason: String
    /// Whether it deserves an administrator's eye at once (SD-48, EA-8).
    package var isAlert: Bool
    package var actor: Actor
    /// The address of the actor; empty for the operator and the system.
    package var address: String
    package var targets: [Target]
    package var changes: [Change]

    /// A record with every field given.
    package init(
        id: ID<AuditRecord>, tenant: ID<Tenant>, createdAt: Timestamp, correlationID: String, activity: String,
        category: Category, succeeded: Bool = true, resultReason: String = "", isAlert: Bool = false, actor: Actor,
        address: String = "", targets: [Target] = [], changes: [Change] = []
    ) {
        self.id = id
        self.tenant = tenant
        self.createdAt = createdAt
        self.correlationID = correlationID
        self.activity = activity
        self.category = category
        self.succeeded = succeeded
        self.resultReason = resultReason
        self.isAlert = isAlert
        self.actor = actor
        self.address = address
        self.targets = targets
        self.changes = changes
    }
}
