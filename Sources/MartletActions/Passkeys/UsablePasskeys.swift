import MartletDirectory
import MartletStore

extension PasskeySettings {
    /// Whether somebody may sign in with a passkey now: passkeys are on, and its model is allowed (PK-8).
    package func accepts(_ passkey: Passkey) -> Bool { isEnabled && allows(model: passkey.aaguid) }
}

extension Tables {
    /// The passkeys that a person can sign in with now.
    func usablePasskeys(of user: ID<User>, under policy: AuthenticationMethodsPolicy) throws -> [Passkey] {
        try passkeys.list(user).filter(policy.passkeys.accepts)
    }
}
