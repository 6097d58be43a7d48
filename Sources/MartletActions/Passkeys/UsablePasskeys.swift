import MartletDirectory
import MartletStore

extension PasskeySettings {
    /// Whether somebody may sign in with a passkey now: passkeys are on, and its model is allowed (PK-8).
    package func accepts(_ passkey: Passkey) -> Bool { isEnabled && allows(model: passkey.aaguid) }
}

extension Tables {
    /// The passkeys that a person can sign in with now. The policy is read only for somebody who has one.
    func usablePasskeys(of user: ID<User>, in tenant: ID<Tenant>) throws -> [Passkey] {
        let all = try passkeys.list(user)
        guard !all.isEmpty, let settings = try tenants.find(tenant)?.methodsPolicy.passkeys else { return [] }
        return all.filter(settings.accepts)
    }
}
