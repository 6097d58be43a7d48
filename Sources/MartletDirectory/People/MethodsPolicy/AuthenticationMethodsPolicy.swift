/// Which ways of proving themselves an organisation's people may use and register (sign-in-and-policy section 2.10).
///
/// A password and recovery codes are no part of it: the first everybody has, the second stand in for what is here.
package struct AuthenticationMethodsPolicy: SparseDocument {
    /// Passkeys: on a security key, in a phone, in a computer.
    package var passkeys: PasskeySettings
    /// The Martlet Authenticator.
    package var authenticator: AuthenticatorSettings
    /// Codes of any authenticator app.
    package var softwareOath: MethodSettings
    /// Codes of a token that an administrator gave out.
    package var hardwareOath: MethodSettings
    /// Passes that an administrator gives to somebody who has nothing else.
    package var temporaryAccessPass: TemporaryAccessPassSettings
    /// Certificates of people, on a card or in a computer.
    package var certificates: CertificateSettings
    /// The suggestion to register something stronger (section 2.2).
    package var campaign: RegistrationCampaign
    /// Whether the strongest method that a person has is asked for first, whatever they chose (SP-2).
    package var prefersStrongest: Bool
    /// What whoever registers a first method must show beside the password.
    package var firstRegistration: FirstRegistration
    /// Whether whoever says that a sign-in was not theirs is put on the block list (PN-11).
    package var blocksReporters: Bool

    /// The defaults: everything that is safe may be used.
    package init() {
        passkeys = .init()
        authenticator = .init()
        softwareOath = .init()
        hardwareOath = .init()
        temporaryAccessPass = .init()
        certificates = .init()
        campaign = .init()
        prefersStrongest = true
        firstRegistration = .password
        blocksReporters = false
    }

    package init(from decoder: any Decoder) throws {
        let members = try decoder.container(keyedBy: CodingKeys.self)
        passkeys = try members.decode(.passkeys, or: .init())
        authenticator = try members.decode(.authenticator, or: .init())
        softwareOath = try members.decode(.softwareOath, or: .init())
        hardwareOath = try members.decode(.hardwareOath, or: .init())
        temporaryAccessPass = try members.decode(.temporaryAccessPass, or: .init())
        certificates = try members.decode(.certificates, or: .init())
        campaign = try members.decode(.campaign, or: .init())
        prefersStrongest = try members.decode(.prefersStrongest, or: true)
        firstRegistration = try members.decode(.firstRegistration, or: .password)
        blocksReporters = try members.decode(.blocksReporters, or: false)
    }

    /// What somebody who registers a first method must show beside the password.
    package enum FirstRegistration: String, Sendable, Codable, CaseIterable {
        /// Nothing: the password is enough.
        case password
        /// A temporary access pass.
        case pass
        /// A browser in which this person has signed in before, or a pass.
        case knownBrowser
        /// An administrator's word for this person, or a pass.
        case approval
    }
}
