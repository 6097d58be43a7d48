import MartletDirectory
import MartletStore

/// Says whether the installation's key is the one that the store was sealed with; asked when a server starts.
package struct CheckSealingKey: Sendable {
    let tools: Tools

    /// An action that works with `tools`.
    package init(_ tools: Tools) {
        self.tools = tools
    }

    /// `true` also before set-up, when nothing is sealed yet.
    /// - Throws: `StoreError`.
    package func callAsFunction() async throws -> Bool {
        try await tools.store.read { tables in
            guard let check = try tables.installation.get().sealingKeyCheck else { return true }
            return tools.opensSealingKeyCheck(check)
        }
    }
}
