import MartletDirectory
import MartletStore

extension Tables {
    /// Deletes an authenticator app, a phone or a hardware token of somebody, and answers which it was; `nil` where it is
    /// not theirs. A token that was given out goes back to where it came from.
    func deleteAuthenticator(_ id: ID<TOTPMethod>, of user: ID<User>) throws -> Method? {
        let isPhone = try phones.find(id) != nil
        guard try totpMethods.delete(id, of: user) else { return nil }
        try hardwareTokens.release(id, of: user)
        return isPhone ? .push : .totp
    }
}
