import MartletDirectory
import MartletPolicy
import MartletStore

/// Puts somebody on the block list: for ninety days no second factor of theirs counts, whichever it is (PN-14).
package struct BlockMFA: Sendable {
    let tools: Tools

    /// An action that works with `tools`.
    package init(_ tools: Tools) {
        self.tools = tools
    }

    /// Blocks, and ends every sign-in of the person. Whoever is on the list already stays for ninety days from now on.
    /// - Throws: `ActionError.invalid` naming `reason`; `.notFound`, `.forbidden`, also for oneself,
    ///   `.lastAdministrator` when nobody else is a usable Global Administrator; `StoreError`.
    @discardableResult
    package func callAsFunction(_ id: ID<User>, reason: String, by caller: Caller) async throws -> MFABlock {
        let at = tools.now
        var checks = FieldChecks()
        let why = checks.name(reason, in: "reason", limit: MFABlock.reasonLimit)
        let found = checks
        return try await tools.change(.mfaBlocked, by: caller) { tables, log in
            let user = try tables.existingUser(id, in: caller.tenant)
            log.on(user)
            try tables.permit(caller, to: .manageMethods, target: id)
            try found.done()
            let block = MFABlock(of: user, reason: why, cause: .administrator, at: at)
            try tables.blockMFA(block, &log)
            try tables.keepAnAdministrator(in: caller.tenant, whenLosing: id, at: at)
            return block
        }
    }
}
