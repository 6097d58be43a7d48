import MartletDirectory
import MartletStore

/// Deletes one of a person's own methods.
package struct DeleteOwnMethod: Sendable {
    let tools: Tools

    /// An action that works with `tools`.
    package init(_ tools: Tools) {
        self.tools = tools
    }

    /// Deletes the method, by the rules of every method: `MethodRemoval`.
    /// - Throws: `ActionError.needsFreshSecondFactor` unless this session has proven one (A022), `.notFound`,
    ///   `.invalid` naming `method` for the last one under the defaults, `.lastAdministrator` for the last usable
    ///   Global Administrator's last method; `StoreError`.
    package func callAsFunction(_ method: NamedMethod, by caller: Caller) async throws {
        let at = tools.now
        try await tools.change(.methodDeleted, by: caller) { tables, log in
            let subject = try tables.own(caller, at: at)
            log.on(subject.user)
            try tables.wantSecondFactor(of: caller, at: at)
            guard let old = try tables.delete(method, of: subject.user.id) else {
                throw ActionError.notFound("method")
            }
            log.removed(old)
            try tables.settleMethodRemoval(by: subject.user, caller: caller, at: at)
        }
    }
}
