import MartletDirectory
import MartletPolicy
import MartletStore

/// Shows a person the ways in which they prove themselves.
package struct OwnSecurityInfo: Sendable {
    let tools: Tools

    /// An action that works with `tools`.
    package init(_ tools: Tools) {
        self.tools = tools
    }

    /// What the security page shows; no secret is ever read again (A044).
    package struct Info: Sendable {
        /// The account.
        package let user: User
        /// When the password was last changed; `nil` without one.
        package let passwordChangedAt: Timestamp?
        /// The registered authenticator apps, phones with Martlet Authenticator among them, oldest first.
        package let authenticators: [MethodLine]
        /// The passkeys, oldest first.
        package let passkeys: [PasskeyLine]
        /// The certificates, bound or shown, oldest first.
        package let certificates: [CertificateLine]
        /// Recovery codes that are left.
        package let recoveryCodesLeft: Int
        /// The temporary access pass, valid or not; `nil` without one.
        package let pass: PassLine?
        /// Whether there is no other way in than the pass, apart from the password (TP-10).
        package let hasOnlyPass: Bool
        /// Whether the session in use may set a new password without the old one (MR-16).
        package let mayOmitPassword: Bool
        /// When the first method was registered, for two weeks after.
        package let firstRegisteredAt: Timestamp?
        /// What may be asked for first, where the person may say so; empty otherwise (MR-12).
        package let defaults: [Method]
        /// What is asked for first, if the person said so.
        package let chosenDefault: Method?
        /// Whether another authenticator may be registered.
        package let mayAddAuthenticator: Bool
        /// Whether another passkey may be registered.
        package let mayAddPasskey: Bool
        /// Whether there is a second factor that can be asked for.
        package let isRegistered: Bool
        /// Whether the organisation offers the Martlet Authenticator.
        package let offersPhones: Bool
        /// Whether the person was given a token that does not count yet (OT-7).
        package let hasTokenToActivate: Bool
        /// Whether a phone may sign the person in without a password (PH-1).
        package let offersPINs: Bool
        /// What may be added, and why the rest may not; the strongest first (MR-5).
        package let ways: [WayToAdd]

        /// What is still advisable (MR-11).
        package var advice: [RegistrationAdvice] {
            let usable = passkeys.count { $0.isUsable }
            let cards = certificates.count { $0.worth != nil }
            return RegistrationAdvice.all(
                methods: isRegistered ? max(1, authenticators.count + usable + cards) : 0,
                phishingResistant: usable + cards, recoveryCodesLeft: recoveryCodesLeft, mayAddPasskey: mayAddPasskey)
        }
    }

    /// Reads the page.
    /// - Throws: `ActionError.notFound`; `StoreError`.
    package func callAsFunction(by caller: Caller) async throws -> Info {
        let at = tools.now
        return try await tools.store.read { tables in
            let subject = try tables.own(caller, at: at)
            let settings = try tables.organization(of: caller).methodsPolicy.passkeys
            let passkeys = try tables.passkeys.list(subject.user.id)
            let session = try caller.session.flatMap { try tables.sessions.find($0, in: caller.tenant) }
            let isBlocked = subject.isMFABlocked(at: at)
            let offersPasskeys =
                settings.isEnabled && settings.isSelfServiceAllowed && tools.publicURL.relyingParty != nil
            let hasToken =
                try !isBlocked && subject.allowed.allows(.hardwareToken)
                && tables.hardwareTokens.list(of: subject.user.id).contains { $0.activatedAt == nil }
            return Info(
                user: subject.user, passwordChangedAt: subject.password?.changedAt,
                authenticators: subject.authenticators.map { MethodLine($0, phones: subject.phones) },
                passkeys: passkeys.map { PasskeyLine($0, under: subject.allowed) },
                certificates: try tables.personCertificates.list(subject.user.id).map {
                    CertificateLine($0, of: subject, at: at)
                },
                recoveryCodesLeft: subject.recoveryCodesLeft,
                pass: subject.pass.map {
                    PassLine($0, isAllowed: subject.allowed.methods.contains(.temporaryAccessPass), at: at)
                },
                hasOnlyPass: subject.pass?.usability(at: at) == .usable && !subject.isRegistered(at: at),
                mayOmitPassword: session?.proofs.letChangePasswordFreely ?? false,
                firstRegisteredAt: try tables.recentFirstRegistration(
                    of: subject.user.id, in: caller.tenant, at: at)?.at,
                defaults: try tables.organization(of: caller).methodsPolicy.prefersStrongest
                    ? [] : subject.choosableDefaults(at: at),
                chosenDefault: subject.preferred,
                mayAddAuthenticator: !isBlocked && subject.authenticators.count < BeginAuthenticator.most
                    && subject.allowed.allows(.app),
                mayAddPasskey: !isBlocked && offersPasskeys && passkeys.count < Passkey.most,
                isRegistered: subject.isRegistered(at: at),
                offersPhones: !isBlocked && subject.allowed.allows(.phone),
                hasTokenToActivate: hasToken,
                offersPINs: subject.allowed.methods.contains(.passwordlessPush),
                ways: WayToAdd.all(
                    of: subject, offersPasskeys: offersPasskeys, passkeys: passkeys.count, hasToken: hasToken,
                    isBlocked: isBlocked))
        }
    }
}
