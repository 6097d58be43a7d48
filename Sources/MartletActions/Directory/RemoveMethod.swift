import MartletDirectory
import MartletPolicy
import MartletStore

/// Removes one method of somebody, such as a phone or a key that was lost.
///
/// A certificate that a name led to may come back with its next use, as long as names count, like any new method: have its
/// authority revoke it.
package struct RemoveMethod: Sendable {
    let tools: Tools

    /// An action that works with `tools`.
    package init(_ tools: Tools) {
        self.tools = tools
    }

    /// Removes the method, which is nobody from then on (A055), and ends the account's sign-ins. Whoever is left without a
    /// method registers at the next sign-in.
    /// - Throws: `ActionError.notFound`, `.forbidden`, `.lastAdministrator` when nobody else is a usable Global
    ///   Administrator; `StoreError`.
    package func callAsFunction(_ method: NamedMethod, of user: ID<User>, by caller: Caller) async throws {
        let at = tools.now
        try await tools.change(.methodDeleted, by: caller) { tables, log in
            log.on(try tables.existingUser(user, in: caller.tenant))
            try tables.permit(caller, to: .manageMethods, target: user)
            guard let old = try tables.delete(method, of: user) else { throw ActionError.notFound("method") }
            log.removed(old)
            try tables.settleLoss(of: user, in: caller.tenant, at: at)
            try tables.keepAnAdministrator(in: caller.tenant, whenLosing: user, at: at)
        }
    }
}
