import MartletDirectory
import MartletPolicy
import MartletStore

/// Lists the inventory of tokens; no secret is ever read again (OT-9).
package struct ListHardwareTokens: Sendable {
    let tools: Tools

    /// An action that works with `tools`.
    package init(_ tools: Tools) {
        self.tools = tools
    }

    /// One token.
    package struct Line: Sendable {
        /// The token's identifier.
        package let id: ID<HardwareToken>
        /// The number on its back.
        package let serialNumber: String
        /// Who made it, and what it is called.
        package let manufacturer: String
        package let model: String
        /// Seconds that a code is shown.
        package let periodSeconds: Int64
        /// Whom it is given to.
        package let user: (id: ID<User>, name: String)?
        /// When a code of it was shown to be right.
        package let activatedAt: Timestamp?
    }

    /// The tokens after a number, in the order of their numbers, and whether the caller may change the inventory.
    /// - Throws: `ActionError.forbidden`; `StoreError`.
    package func callAsFunction(
        after number: String = "", limit: Int = 100, by caller: Caller
    ) async throws -> (lines: [Line], next: String?, mayChange: Bool) {
        try await tools.store.read { tables in
            try tables.permit(caller, to: .readMethodsPolicy)
            let found = try tables.hardwareTokens.list(in: caller.tenant, after: number, limit: limit + 1)
            let lines = try found.prefix(limit).map { token in
                let user = try token.user.flatMap { try tables.users.find($0, in: caller.tenant) }
                return Line(
                    id: token.id, serialNumber: token.serialNumber, manufacturer: token.manufacturer,
                    model: token.model, periodSeconds: token.periodSeconds,
                    user: user.map { ($0.id, $0.userPrincipalName.text) }, activatedAt: token.activatedAt)
            }
            return (
                lines, found.count > limit ? lines.last?.serialNumber : nil,
                try tables.isPermitted(caller, to: .changeMethodsPolicy)
            )
        }
    }
}
