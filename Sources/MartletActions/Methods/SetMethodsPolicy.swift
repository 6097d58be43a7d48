import MartletDirectory
import MartletPolicy
import MartletStore

/// Says which authentication methods there are, and for whom (section 2.10).
package struct SetMethodsPolicy: Sendable {
    let tools: Tools

    /// An action that works with `tools`.
    package init(_ tools: Tools) {
        self.tools = tools
    }

    /// Names the policy in the audit log.
    package static let policyID = "authenticationMethodsPolicy"

    /// Writes settings under their names: `passkeys.isEnabled`.
    ///
    /// What people may no longer use counts for nothing at their next step, also in sessions that are open. The record
    /// has every old and new value.
    /// - Throws: `ActionError.invalid` naming settings, `.forbidden`, `.lastAdministrator` where no usable Global
    ///   Administrator would be left (promise 7); `StoreError`.
    package func callAsFunction(_ settings: [(name: String, text: String)], by caller: Caller) async throws {
        let at = tools.now
        try await tools.change(.methodsPolicyChanged, by: caller) { tables, log in
            var tenant = try tables.organization(of: caller)
            log.on(.policy, Self.policyID, "Authentication methods policy")
            try tables.permit(caller, to: .changeMethodsPolicy)
            let old = tenant.methodsPolicy
            tenant.methodsPolicy = try tables.methodsPolicy(old, with: settings, in: tenant)
            if old.certificates != tenant.methodsPolicy.certificates {
                try tables.permit(caller, to: .manageCertificateAuthorities)
            }
            let hadAdministrator = try tables.hasUsableAdministrator(in: tenant.id, at: at)
            try tables.tenants.update(tenant)
            for field in MethodsPolicyField.all {
                log.set(field.name, from: field.text(in: old), to: field.text(in: tenant.methodsPolicy))
            }
            // Looked at under the new policy: whoever has only what is switched off is no administrator any more.
            if hadAdministrator { try tables.keepAnAdministrator(in: tenant.id, at: at) }
        }
    }
}

extension Tables {
    /// A policy with settings changed.
    /// - Throws: `ActionError.invalid` naming each setting that cannot be; `StoreError`.
    func methodsPolicy(
        _ policy: AuthenticationMethodsPolicy, with settings: [(name: String, text: String)], in tenant: Tenant
    ) throws -> AuthenticationMethodsPolicy {
        var policy = policy
        var checks = FieldChecks()
        for (name, text) in settings {
            guard let field = MethodsPolicyField.all.first(where: { $0.name == name }) else {
                checks.found(.unknown, in: name)
                continue
            }
            guard field.write(text, to: &policy) else {
                checks.found(.malformed, in: name)
                continue
            }
            guard field.kind == .groups else { continue }
            for id in text.split(whereSeparator: \.isWhitespace)
            where try groups.find(ID(String(id).lowercased()), in: tenant.id) == nil {
                checks.found(.unknown, in: name)
            }
        }
        let isUnderDefaults = tenant.securityDefaults.isEnabled
        for problem in MethodsPolicyProblem.all(in: policy, underDefaults: isUnderDefaults) {
            checks.found(.notAllowed, in: problem.field)
        }
        try checks.done()
        return policy
    }

    /// Whether there is a Global Administrator who could sign in at once.
    func hasUsableAdministrator(in tenant: ID<Tenant>, at: Timestamp) throws -> Bool {
        do {
            try keepAnAdministrator(in: tenant, at: at)
            return true
        } catch ActionError.lastAdministrator {
            return false
        }
    }
}
