import MartletDirectory
import MartletStore

/// Gives one of a person's own authenticator apps another name.
package struct RenameOwnMethod: Sendable {
    let tools: Tools

    /// An action that works with `tools`.
    package init(_ tools: Tools) {
        self.tools = tools
    }

    /// Renames the app; nobody is signed out, for nothing that proves anything has changed.
    /// - Throws: `ActionError.needsFreshSecondFactor` unless this session has proven one (A022), `.notFound`,
    ///   `.invalid` naming `name`; `StoreError`.
    package func callAsFunction(_ id: ID<TOTPMethod>, to name: String, by caller: Caller) async throws {
        let at = tools.now
        var checks = FieldChecks()
        let label = checks.name(name, in: "name", limit: 64)
        try checks.done()
        try await tools.change(.methodRenamed, by: caller) { tables, log in
            let subject = try tables.own(caller, at: at)
            log.on(subject.user)
            try tables.wantSecondFactor(of: caller, at: at)
            guard let method = subject.authenticators.first(where: { $0.id == id }),
                try tables.totpMethods.rename(id, of: subject.user.id, to: label)
            else { throw ActionError.notFound("method") }
            log.set("name", from: method.name, to: label)
        }
    }
}
