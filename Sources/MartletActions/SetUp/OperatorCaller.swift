import MartletDirectory
import MartletStore

extension Tools {
    /// The operator of the machine as a caller, in the organisation of this installation.
    /// - Throws: `ActionError.notFound` before the set-up; `StoreError`.
    package func operatorCaller() async throws -> Caller {
        guard let tenant = try await store.read({ try $0.tenants.first() }) else {
            throw ActionError.notFound("organisation yet; run `martlet init`, or open the set-up link")
        }
        return Caller(identity: .operator, tenant: tenant.id, correlationID: newCorrelationID())
    }

    /// The organisation of a caller.
    package func organization(of caller: Caller) async throws -> Tenant {
        guard let tenant = try await store.read({ try $0.tenants.find(caller.tenant) }) else {
            throw ActionError.notFound("organisation")
        }
        return tenant
    }
}
