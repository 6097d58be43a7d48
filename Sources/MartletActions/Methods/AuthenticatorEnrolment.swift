import MartletCredentials
import MartletDirectory

/// An authenticator app that is being registered: shown, not yet proven, hence not yet a method (A045).
package struct AuthenticatorEnrolment: Sendable {
    /// The secret, sealed, to be kept with the flow until a code proves it.
    package let sealedSecret: [UInt8]
    /// The secret in groups of four Base32 characters, for typing it in.
    package let manualKey: String
    /// The `otpauth` address.
    package let uri: String
    /// The account's name in the app.
    package let account: String

    /// The address as a picture.
    package var qrCode: String { (try? QRCode.svg(uri)) ?? "" }

    /// The secret in Base32 without spaces, for the command line.
    package var secretText: String { manualKey.filter { $0 != " " } }
}

extension Tools {
    /// Draws a fresh secret of 160 bits for `account` at `organization` (OT-3).
    package func newEnrolment(account: String, organization: String) throws -> AuthenticatorEnrolment {
        let secret = ambient.randomBytes(20)
        let sealed = sealer.seal(secret, context: Self.enrolmentContext, nonce: ambient.randomBytes(12))
        return enrolment(secret: secret, sealed: sealed, account: account, organization: organization)
    }

    /// The same enrolment again, for showing its page a second time.
    /// - Throws: `SealError` if the text was not sealed by this installation.
    package func enrolment(
        sealed: [UInt8], account: String, organization: String
    ) throws -> AuthenticatorEnrolment {
        let secret = try sealer.open(sealed, context: Self.enrolmentContext)
        return enrolment(secret: secret, sealed: sealed, account: account, organization: organization)
    }

    /// The method that a correct first code makes of an enrolment, or `nil` for a wrong code.
    ///
    /// The proving code's step is spent with it (A037).
    package func method(
        provenBy code: String, sealed: [UInt8], user: ID<User>, tenant: ID<Tenant>, name: String, at: Timestamp
    ) throws -> TOTPMethod? {
        let secret = try sealer.open(sealed, context: Self.enrolmentContext)
        guard let step = TOTP.match(code: code, secret: secret, at: at, after: 0) else { return nil }
        return try method(secret: secret, step: step, user: user, tenant: tenant, name: name, at: at)
    }

    /// A method of a secret that needs no proof, because the operator registers it for somebody (`users add --totp`).
    package func method(
        of enrolment: AuthenticatorEnrolment, user: ID<User>, tenant: ID<Tenant>, name: String, at: Timestamp
    ) throws -> TOTPMethod {
        let secret = try sealer.open(enrolment.sealedSecret, context: Self.enrolmentContext)
        return try method(secret: secret, step: 0, user: user, tenant: tenant, name: name, at: at)
    }

    /// The secret of a registered method.
    package func secret(of method: TOTPMethod) throws -> [UInt8] {
        try sealer.open(method.sealedSecret, context: Self.context(of: method.id))
    }

    private func method(
        secret: [UInt8], step: Int64, user: ID<User>, tenant: ID<Tenant>, name: String, at: Timestamp
    ) throws -> TOTPMethod {
        let id = ambient.newID(of: TOTPMethod.self)
        // The context binds the sealed text to its row: moved to another user's row it does not open.
        let sealed = sealer.seal(secret, context: Self.context(of: id), nonce: ambient.randomBytes(12))
        return TOTPMethod(
            id: id, user: user, tenant: tenant, name: name, sealedSecret: sealed, createdAt: at, lastAcceptedStep: step)
    }

    private func enrolment(
        secret: [UInt8], sealed: [UInt8], account: String, organization: String
    ) -> AuthenticatorEnrolment {
        AuthenticatorEnrolment(
            sealedSecret: sealed, manualKey: TOTP.manualKey(secret: secret),
            uri: TOTP.provisioningURI(secret: secret, issuer: organization, account: account), account: account)
    }

    /// What the secret of an app that is not proven yet is bound to.
    static let enrolmentContext = "totp-enrolment"
}
