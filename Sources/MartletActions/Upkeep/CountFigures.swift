import MartletDirectory
import MartletStore

/// Counts what the admin center shows of a whole organisation before anybody looks; run once after the start.
///
/// To count the log of a million people takes longer than anybody likes to wait for a page.
package struct CountFigures: Sendable {
    let tools: Tools

    /// An action that works with `tools`.
    package init(_ tools: Tools) {
        self.tools = tools
    }

    /// Counts everything once; what is small is not kept, and counted at each look.
    /// - Throws: `StoreError`.
    package func callAsFunction() async throws {
        let at = tools.now
        for tenant in try await tools.store.read({ try $0.tenants.list() }) {
            _ = try await tools.figures.users(of: tenant.id, at: at, in: tools.store)
            _ = try await tools.figures.registration(of: tenant, at: at, in: tools.store)
            _ = try await Overview(tools).countedLogs(of: tenant.id, at: at)
            _ = try await ListApplications(tools).counts(of: tenant.id, at: at)
        }
    }
}
