import MartletDirectory
import MartletStore

/// Gives one of a person's own passkeys another name.
package struct RenameOwnPasskey: Sendable {
    let tools: Tools

    /// An action that works with `tools`.
    package init(_ tools: Tools) {
        self.tools = tools
    }

    /// Renames it; a name is no credential, so no session ends.
    /// - Throws: `ActionError.needsFreshSecondFactor` unless this session has proven one (A022), `.invalid` naming `name`,
    ///   `.notFound`; `StoreError`.
    package func callAsFunction(_ id: ID<Passkey>, to name: String, by caller: Caller) async throws {
        let at = tools.now
        var checks = FieldChecks()
        let label = checks.name(name, in: "name", limit: 64)
        try checks.done()
        try await tools.change(.methodRenamed, by: caller) { tables, log in
            let subject = try tables.own(caller, at: at)
            log.on(subject.user)
            try tables.wantSecondFactor(of: caller, at: at)
            let old = try tables.passkeys.list(subject.user.id).first { $0.id == id }
            guard let old, try tables.passkeys.rename(id, of: subject.user.id, to: label) else {
                throw ActionError.notFound("method")
            }
            log.set("name", from: old.name, to: label)
        }
    }
}
