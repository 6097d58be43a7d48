import MartletDirectory
import MartletStore

/// An authenticator app that is registered for somebody without a proof, with the recovery codes that go with it.
///
/// Only for accounts whose secrets are handed over in person: those that the operator makes and emergency accounts.
package struct RegisteredAuthenticator: Sendable {
    /// What is shown once.
    package let enrolment: AuthenticatorEnrolment
    /// What is stored.
    package let method: TOTPMethod
    /// The ten codes.
    package let codes: RecoveryCodeSet

    /// Stores the method and the codes.
    func save(_ tools: Tools, in tables: Tables) throws {
        try tools.insert(method, in: tables)
        try tables.recoveryCodes.replace(of: method.user, in: method.tenant, with: codes.rows)
    }
}

extension Tools {
    /// Draws the secret and the codes.
    package func registeredAuthenticator(
        for user: User, at organization: Tenant, now: Timestamp
    ) throws -> RegisteredAuthenticator {
        let enrolment = try newEnrolment(
            account: user.userPrincipalName.text, organization: organization.displayName)
        let method = try method(of: enrolment, user: user.id, tenant: user.tenant, name: "Authenticator", at: now)
        return RegisteredAuthenticator(
            enrolment: enrolment, method: method, codes: newRecoveryCodes(for: user.id, tenant: user.tenant, at: now))
    }
}
