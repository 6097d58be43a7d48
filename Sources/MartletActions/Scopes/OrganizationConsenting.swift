import MartletDirectory
import MartletPolicy
import MartletStore

extension Tools {
    /// Adds scopes to what an app is allowed for everybody, and writes the record of it.
    ///
    /// The caller must hold a role that agrees for everybody; whoever asks checks that first, and this checks it again.
    /// - Throws: `ActionError.forbidden`; `StoreError`.
    func agreeForAll(
        to scopes: ScopeSet, of application: Application, by caller: Caller, at: Timestamp, in tables: Tables
    ) throws {
        try tables.permit(caller, to: .consentForOrganization)
        let earlier = try tables.organizationConsents.find(application.id)?.scopes ?? ScopeSet([String]())
        let now = earlier.union(scopes)
        try tables.organizationConsents.save(
            OrganizationConsent(
                application: application.id, tenant: application.tenant, scopes: now, grantedAt: at,
                grantedBy: caller.user?.rawValue ?? "operator"))
        var log = ChangeLog()
        log.on(.app, application.id.rawValue, application.displayName)
        log.set("scopes", from: earlier.values.isEmpty ? nil : earlier.description, to: now.description)
        try tables.audits.insert(record(.organizationConsentGiven, by: caller, at: at, log: log))
    }
}
