import MartletDirectory
import MartletPolicy
import MartletStore

/// Lists the people whose second factors do not count (PN-14).
package struct ListMFABlocks: Sendable {
    let tools: Tools

    /// An action that works with `tools`.
    package init(_ tools: Tools) {
        self.tools = tools
    }

    /// One person.
    package struct Line: Sendable {
        /// Who it is.
        package let user: User
        /// Since when, until when and why.
        package let block: MFABlock
    }

    /// The most lines that are told.
    package static let most = 500

    /// The newest blocks that are in force.
    /// - Throws: `ActionError.forbidden`; `StoreError`.
    package func callAsFunction(by caller: Caller) async throws -> [Line] {
        let at = tools.now
        return try await tools.store.read { tables in
            try tables.permit(caller, to: .readDirectory)
            return try tables.mfaBlocks.list(in: caller.tenant, at: at, limit: Self.most).compactMap { block in
                try tables.users.find(block.user, in: caller.tenant).map { Line(user: $0, block: block) }
            }
        }
    }
}
