import MartletDirectory
import MartletStore

/// Gives one of a person's own methods another name: an authenticator app, a phone, a token or a passkey.
package struct RenameOwnMethod: Sendable {
    let tools: Tools

    /// An action that works with `tools`.
    package init(_ tools: Tools) {
        self.tools = tools
    }

    /// Renames it; nobody is signed out, for nothing that proves anything has changed.
    /// - Throws: `ActionError.needsFreshSecondFactor` unless this session has proven one (A022), `.notFound`,
    ///   `.invalid` naming `name`; `StoreError`.
    package func callAsFunction(_ method: NamedMethod, to name: String, by caller: Caller) async throws {
        let at = tools.now
        var checks = FieldChecks()
        let label = checks.name(name, in: "name", limit: 64)
        try checks.done()
        try await tools.change(.methodRenamed, by: caller) { tables, log in
            let subject = try tables.own(caller, at: at)
            log.on(subject.user)
            try tables.wantSecondFactor(of: caller, at: at)
            guard let old = try tables.rename(method, of: subject.user.id, to: label) else {
                throw ActionError.notFound("method")
            }
            log.set("name", from: old, to: label)
        }
    }
}
