import MartletDirectory
import MartletStore

/// Gives each organisation the first-party apps that it lacks, once at the start: organisations are older than apps.
///
/// Safe to run again and on several nodes. An app that is there is left as it is, above all one that is switched off.
package struct ProvideFirstPartyApplications: Sendable {
    let tools: Tools

    /// An action that works with `tools`.
    package init(_ tools: Tools) {
        self.tools = tools
    }

    /// Adds what is missing, and says how many apps that were.
    /// - Throws: `StoreError`.
    @discardableResult
    package func callAsFunction() async throws -> Int {
        let at = tools.now
        var added = 0
        for tenant in try await tools.store.read({ try $0.tenants.list() }) {
            for application in FirstPartyApplication.all(in: tenant.id, at: at) where try await add(application) {
                added += 1
            }
        }
        return added
    }

    private func add(_ application: Application) async throws -> Bool {
        guard try await tools.store.read({ try $0.applications.find(application.id) }) == nil else { return false }
        let caller = Caller(
            identity: .system, tenant: application.tenant, correlationID: tools.newCorrelationID())
        do {
            try await tools.change(.applicationAdded, by: caller) { tables, log in
                // Another node may have been quicker; then nothing is to be recorded here either.
                guard try tables.applications.find(application.id) == nil else {
                    throw ActionError.conflict(.alreadyDone)
                }
                try tables.applications.insert(application)
                log.on(application)
                log.set("displayName", from: nil, to: application.displayName)
            }
            return true
        } catch ActionError.conflict(.alreadyDone) {
            return false
        }
    }
}
