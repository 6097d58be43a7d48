import MartletDirectory
import MartletPolicy
import MartletStore

extension Tables {
    /// The passkeys that a person who may use `allowed` can sign in with now.
    func usablePasskeys(of user: ID<User>, among allowed: AllowedMethods) throws -> [Passkey] {
        try passkeys.list(user).filter(allowed.allow)
    }
}
