import Logging
import MartletDirectory
import MartletStore

/// Says whether this node can do its work now: what a load balancer asks before it sends people here.
package struct CheckReadiness: Sendable {
    /// The part that keeps the node from working.
    package enum Part: String, Sendable, CaseIterable {
        /// The database does not answer, or not in time.
        case store
        /// A signing key of an organisation is missing or does not open, or the sealing key is another one.
        case keys
        /// The database was brought to another schema than this program knows.
        case schema
        /// The clocks of this machine and of the database are apart.
        case clock
        /// The program was told to end.
        case stopping
    }

    /// Clocks that are further apart judge codes and tokens differently.
    package static let mostSkew = Duration.seconds(30)

    let tools: Tools

    /// An action that works with `tools`.
    package init(_ tools: Tools) {
        self.tools = tools
    }

    /// The first part that fails; `nil` where the node is ready, also before there is an organisation.
    package func callAsFunction() async -> Part? {
        do {
            let condition = try await tools.store.condition()
            guard condition.hasKnownSchema else { return .schema }
            if let clock = condition.clock {
                let skew = clock - tools.now
                guard skew <= Self.mostSkew, skew >= .zero - Self.mostSkew else { return .clock }
            }
            let tenants = try await tools.store.read { try $0.tenants.list() }
            return try await hasKeys(tenants) ? nil : .keys
        } catch {
            tools.logger.warning("the store cannot be asked", metadata: ["cause": "\(error)"])
            return .store
        }
    }

    private func hasKeys(_ tenants: [Tenant]) async throws -> Bool {
        guard try await CheckSealingKey(tools)() else { return false }
        let at = tools.now
        for tenant in tenants {
            for algorithm in SigningKey.Algorithm.allCases {
                do {
                    _ = try await tools.keyRing.signer(for: tenant.id, algorithm: algorithm, at: at)
                } catch let error as StoreError {
                    throw error
                } catch {
                    return false
                }
            }
        }
        return true
    }
}
