import MartletCredentials
import MartletDirectory
import MartletPolicy
import MartletStore

/// Who a connection to the directory belongs to: made of the gate's clearance, and good for that connection alone.
///
/// It is no session: nothing of it is kept, and what rests on it is decided again at every operation.
package struct DirectoryBinding: Sendable, Equatable {
    /// The organisation.
    package let tenant: ID<Tenant>
    /// The person.
    package let user: ID<User>
    /// The sign-in name at the time of the bind.
    package let userPrincipalName: String
    /// When the password was proven.
    package let boundAt: Timestamp
    /// Where the connection comes from.
    package let origin: Origin

    fileprivate init(_ clearance: Clearance, _ subject: SignInSubject, at: Timestamp, origin: Origin) {
        tenant = clearance.tenant
        user = clearance.subject
        userPrincipalName = subject.user.userPrincipalName.text
        boundAt = at
        self.origin = origin
    }
}

/// A simple bind to the directory: a name and a password, which is legacy authentication (SD-41…44, A075, A213).
package struct BindDirectory: Sendable {
    let tools: Tools

    /// The action on a set of tools.
    package init(_ tools: Tools) {
        self.tools = tools
    }

    /// Tries a bind; `nil` is every refusal. Without a domain that leads to an organisation, or with one that leads
    /// nowhere, the oldest organisation's log and counters take the try, so that it costs what every try costs (A089).
    /// - Throws: `ActionError.overloaded`; `StoreError`.
    package func callAsFunction(
        name: String, password: String, domain: String?, origin: Origin
    ) async throws -> DirectoryBinding? {
        let tenant = try await tools.store.read { tables in
            if let domain, let found = try tables.tenants.find(domain: domain) { return found as Tenant? }
            return try tables.tenants.first()
        }
        guard let tenant else { return nil }
        let at = tools.now
        let knock = PasswordOnlyKnock(
            door: .legacyDirectory, clientApp: .otherClients, protocolName: "ldap", application: nil, origin: origin,
            // It is a server that asks, on behalf of whoever types a name into it.
            isPersonsOwn: false)
        return try await tools.knock(
            knock, name: name, password: password, tenant: tenant
        ) { clearance, subject, _ in
            (DirectoryBinding(clearance, subject, at: at, origin: origin), session: nil)
        }.entrance()
    }
}

/// How much of the directory a bind reaches.
enum DirectoryReach: Sendable {
    /// Everybody: the person holds a role that reads the directory.
    case everybody
    /// The person's own entry, and the groups that they are in.
    case own(User)
}

extension Tables {
    /// What a bind is still worth; `nil` when the account or the organisation no longer lets its holder in.
    ///
    /// The gate is asked again with the same proof, so a switch of the defaults, a role, a disabled account and ended
    /// sessions count from the next operation on (A109).
    func reach(of binding: DirectoryBinding, at: Timestamp) throws -> DirectoryReach? {
        guard let tenant = try tenants.find(binding.tenant), let subject = try subject(binding.user, in: tenant.id),
            binding.boundAt >= subject.user.sessionsValidFrom, !binding.boundAt.isAhead(of: at)
        else { return nil }
        let facts = try facts(
            of: subject,
            attempt: Attempt(
                door: .legacyDirectory, clientApp: .otherClients, origin: binding.origin,
                proofs: [Proof(method: .password, at: binding.boundAt)], flowBegan: binding.boundAt),
            tenant: tenant, at: at)
        let decision = judging {
            decide(facts, under: .compiled(for: tenant.securityDefaults, legacy: tenant.legacyAuthentication))
        }
        guard decision.clearance != nil else { return nil }
        let caller = CallerFacts(roles: Set(subject.roles))
        // What an administrator may see of everybody wants more than a password (D9).
        let isReader = Permission.check(caller: caller, for: .readDirectory) == .permitted && !subject.isAdministrator
        return isReader ? .everybody : .own(subject.user)
    }
}

/// Asks who a connection still is (RFC 4532).
package struct IdentifyBinding: Sendable {
    let tools: Tools

    /// The action on a set of tools.
    package init(_ tools: Tools) {
        self.tools = tools
    }

    /// The sign-in name as it is now; `nil` when the bind is worth nothing any more.
    /// - Throws: `StoreError`.
    package func callAsFunction(_ binding: DirectoryBinding) async throws -> String? {
        let at = tools.now
        return try await tools.store.read { tables in
            guard try tables.reach(of: binding, at: at) != nil else { return nil }
            return try tables.users.find(binding.user, in: binding.tenant)?.userPrincipalName.text
        }
    }
}
