import MartletCredentials
import MartletDirectory
import MartletStore

/// Makes the one-time code that opens set-up; it is printed at the machine and nowhere else.
package struct PrepareSetUp: Sendable {
    let tools: Tools

    /// An action that works with `tools`.
    package init(_ tools: Tools) {
        self.tools = tools
    }

    /// Makes a fresh code; an earlier one is dead.
    /// - Returns: the code, or `nil` once set-up was completed (A014).
    /// - Throws: `StoreError`.
    package func callAsFunction() async throws -> String? {
        let code = tools.newToken(.setUp)
        return try await tools.store.write { tables in
            var installation = try tables.installation.get()
            guard installation.setUpCompletedAt == nil else { return nil }
            installation.setUpCodeHash = code.digest
            try tables.installation.update(installation)
            return code.text
        }
    }
}
