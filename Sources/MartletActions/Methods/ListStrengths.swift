import MartletDirectory
import MartletPolicy
import MartletStore

/// Lists the authentication strengths, the built-in ones first.
package struct ListStrengths: Sendable {
    let tools: Tools

    /// An action that works with `tools`.
    package init(_ tools: Tools) {
        self.tools = tools
    }

    /// One strength with who demands it.
    package struct Line: Sendable, Equatable {
        /// The strength.
        package let strength: AuthenticationStrength
        /// What else is kept of one of the organisation's own; `nil` for a built-in one.
        package let custom: CustomStrength?
        /// The names of the apps that demand it.
        package let demandedBy: [String]
    }

    /// Reads them all.
    /// - Throws: `ActionError.forbidden`; `StoreError`.
    package func callAsFunction(by caller: Caller) async throws -> [Line] {
        try await tools.store.read { tables in
            try tables.permit(caller, to: .readMethodsPolicy)
            let custom = try tables.organization(of: caller).strengths
            return try AuthenticationStrength.all(with: custom).map { strength in
                let id = ID<CustomStrength>(strength.id.rawValue)
                return Line(
                    strength: strength, custom: custom.find(id),
                    demandedBy: try tables.applications(demanding: id, in: caller.tenant).map(\.displayName))
            }
        }
    }
}
