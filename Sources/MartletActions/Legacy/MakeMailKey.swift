import MartletCredentials
import MartletDirectory
import MartletPolicy
import MartletStore

/// Makes the key with which the mail proxy proves that it is the organisation's.
package struct MakeMailKey: Sendable {
    let tools: Tools

    /// An action that works with `tools`.
    package init(_ tools: Tools) {
        self.tools = tools
    }

    /// How long an older key counts beside a new one: time to write the new one into the proxy's configuration.
    static let overlap: Duration = .days(1)

    /// Makes a key, which is shown this once. Older ones count for another day.
    /// - Throws: `ActionError.forbidden`; `StoreError`.
    package func callAsFunction(by caller: Caller) async throws -> OpaqueToken {
        let key = tools.newToken(.mailKey)
        let at = tools.now
        try await tools.change(.mailKeyMade, by: caller) { tables, log in
            var tenant = try tables.organization(of: caller)
            log.on(.policy, "mailDoor", "Mail door")
            try tables.permit(caller, to: .changeSecurityDefaults)
            let end = at + Self.overlap
            let older = tenant.legacyAuthentication.mailDoor.keys.filter { $0.isGood(at: at) }.prefix(4).map { old in
                MailDoor.Key(
                    digest: old.digest, hint: old.hint, createdAt: old.createdAt,
                    expiresAt: min(old.expiresAt ?? end, end))
            }
            tenant.legacyAuthentication.mailDoor.keys =
                [MailDoor.Key(digest: key.digest, hint: key.hint, createdAt: at)] + older
            try tables.tenants.update(tenant)
            log.set("key", from: nil, to: key.hint)
        }
        return key
    }
}

/// Takes keys of the mail proxy back at once.
package struct RevokeMailKeys: Sendable {
    let tools: Tools

    /// An action that works with `tools`.
    package init(_ tools: Tools) {
        self.tools = tools
    }

    /// Takes back the older keys, or with `all` the newest too, which shuts the door.
    /// - Throws: `ActionError.conflict(.alreadyDone)` where there is none, `.forbidden`; `StoreError`.
    package func callAsFunction(all: Bool, by caller: Caller) async throws {
        try await tools.change(.mailKeysRevoked, by: caller) { tables, log in
            var tenant = try tables.organization(of: caller)
            log.on(.policy, "mailDoor", "Mail door")
            try tables.permit(caller, to: .changeSecurityDefaults)
            let kept = Array(tenant.legacyAuthentication.mailDoor.keys.prefix(all ? 0 : 1))
            let gone = tenant.legacyAuthentication.mailDoor.keys.dropFirst(kept.count)
            guard !gone.isEmpty else { throw ActionError.conflict(.alreadyDone) }
            tenant.legacyAuthentication.mailDoor.keys = kept
            try tables.tenants.update(tenant)
            for key in gone { log.set("key", from: key.hint, to: nil) }
        }
    }
}
