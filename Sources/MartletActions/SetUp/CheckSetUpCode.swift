import MartletCredentials
import MartletDirectory
import MartletStore

/// Says whether set-up is open, and whether a code opens it.
package struct CheckSetUpCode: Sendable {
    let tools: Tools

    /// An action that works with `tools`.
    package init(_ tools: Tools) {
        self.tools = tools
    }

    /// What a code is worth.
    package enum Answer: Sendable, Equatable {
        /// It opens set-up.
        case open
        /// Set-up was completed and is closed for ever (A014).
        case closed
        /// It is not the code.
        case wrong
    }

    /// Looks at a code; it stays good.
    /// - Throws: `StoreError`.
    package func callAsFunction(_ code: String) async throws -> Answer {
        try await tools.store.read { tables in try tables.answer(toSetUpCode: code) }
    }
}

extension Tables {
    /// What a set-up code is worth now.
    func answer(toSetUpCode text: String) throws -> CheckSetUpCode.Answer {
        let installation = try installation.get()
        guard installation.setUpCompletedAt == nil else { return .closed }
        guard let hash = installation.setUpCodeHash, let code = OpaqueToken.parse(text, .setUp),
            ConstantTime.areEqual(code.digest, hash)
        else { return .wrong }
        return .open
    }
}
