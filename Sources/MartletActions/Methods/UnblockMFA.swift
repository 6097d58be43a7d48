import MartletDirectory
import MartletPolicy
import MartletStore

/// Takes somebody off the block list before their time is over (PN-14).
package struct UnblockMFA: Sendable {
    let tools: Tools

    /// An action that works with `tools`.
    package init(_ tools: Tools) {
        self.tools = tools
    }

    /// Lifts the block; the reason is kept in the audit log beside that of the block. What is open as a risk stays open
    /// (PN-15).
    /// - Throws: `ActionError.invalid` naming `reason`; `.notFound`, `.forbidden`, also for oneself,
    ///   `.conflict(.alreadyDone)` for somebody who is not on the list; `StoreError`.
    package func callAsFunction(_ id: ID<User>, reason: String, by caller: Caller) async throws {
        let at = tools.now
        var checks = FieldChecks()
        let why = checks.name(reason, in: "reason", limit: MFABlock.reasonLimit)
        let found = checks
        try await tools.change(.mfaUnblocked, by: caller) { tables, log in
            let user = try tables.existingUser(id, in: caller.tenant)
            log.on(user)
            try tables.permit(caller, to: .manageMethods, target: id)
            try found.done()
            guard let block = try tables.mfaBlocks.find(id), block.isInForce(at: at) else {
                throw ActionError.conflict(.alreadyDone)
            }
            try tables.mfaBlocks.delete(id)
            log.set("mfaBlockedUntil", from: block.endsAt.rfc3339, to: nil)
            log.set("reason", from: block.reason, to: why)
        }
    }
}
