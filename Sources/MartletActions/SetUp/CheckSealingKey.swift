import MartletCredentials
import MartletDirectory
import MartletStore

/// Finds which of this process's keys the store was sealed with, and takes it up; asked when a server starts.
package struct CheckSealingKey: Sendable {
    let tools: Tools

    /// An action that works with `tools`.
    package init(_ tools: Tools) {
        self.tools = tools
    }

    /// Takes up the key that seals and the key of digests, as the store says.
    /// - Returns: `false` if no key of this process is the store's; `true` also before set-up, when nothing is sealed.
    /// - Throws: `StoreError`.
    package func callAsFunction() async throws -> Bool {
        let installation = try await tools.store.read { try $0.installation.get() }
        guard let check = installation.sealingKeyCheck else { return true }
        guard let id = tools.sealingKey(of: check), tools.sealer.seal(with: id) else { return false }
        do {
            let key =
                try installation.sealedDigestKey.map { try tools.openDigestKey($0) }
                ?? tools.sealer.digestKey(from: id)
            try tools.sealer.digest(with: key)
        } catch {
            return false
        }
        return true
    }
}
