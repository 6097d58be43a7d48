import MartletDirectory

/// Who asks for an action, and from where.
package struct Caller: Sendable {
    /// The kinds of caller.
    package enum Identity: Sendable, Equatable {
        /// A signed-in person whom the gate let in; `session` is the one in use.
        case user(ID<User>, name: String, session: ID<Session>)
        /// The operator of the machine, at the command line on the local store.
        case `operator`
        /// Martlet itself.
        case system
    }

    /// Who asks.
    package var identity: Identity
    /// The tenant in which everything happens.
    package var tenant: ID<Tenant>
    /// Where the request came from; empty for the operator and the system.
    package var address: String
    /// Names the request in the logs.
    package var correlationID: String

    /// A caller with every field given.
    package init(identity: Identity, tenant: ID<Tenant>, address: String = "", correlationID: String) {
        self.identity = identity
        self.tenant = tenant
        self.address = address
        self.correlationID = correlationID
    }

    /// The person, if the caller is one.
    package var user: ID<User>? {
        guard case .user(let id, _, _) = identity else { return nil }
        return id
    }

    /// The session in use, if the caller is a person.
    package var session: ID<Session>? {
        guard case .user(_, _, let session) = identity else { return nil }
        return session
    }

    /// The caller as the audit log names it.
    package var actor: AuditRecord.Actor {
        switch identity {
        case .user(let id, let name, _): .user(id, name: name)
        case .operator: .operator
        case .system: .system
        }
    }
}
