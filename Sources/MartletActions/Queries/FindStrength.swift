import MartletDirectory
import MartletPolicy
import MartletStore

/// Finds an authentication strength by what somebody typed: `mfa`, `passwordless`, `phishing-resistant`, an id or a name.
package struct FindStrength: Sendable {
    let tools: Tools

    /// An action that works with `tools`.
    package init(_ tools: Tools) {
        self.tools = tools
    }

    /// The strength; `nil` if there is none.
    /// - Throws: `ActionError.forbidden`; `StoreError`.
    package func callAsFunction(_ text: String, by caller: Caller) async throws -> AuthenticationStrength? {
        let tenant = try await tools.store.read { tables in
            try tables.permit(caller, to: .readMethodsPolicy)
            return try tables.organization(of: caller)
        }
        switch text {
        case "mfa": return .multiFactor
        case "passwordless": return .passwordless
        case "phishing-resistant": return .phishingResistant
        default:
            return AuthenticationStrength.all(with: tenant.strengths)
                .first { $0.id.rawValue == text.lowercased() || $0.displayName.lowercased() == text.lowercased() }
        }
    }
}
