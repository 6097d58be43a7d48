import MartletActions
import MartletDirectory

/// The person's ways of signing in.
package struct AccountSecurityPage: Page {
    /// One authenticator app.
    package struct Authenticator: Sendable {
        /// Its identifier.
        package var id: ID<TOTPMethod>
        /// The name that the person gave it.
        package var name: String
        /// When it was set up.
        package var createdAt: Timestamp
        /// When it was last heard of, where it is a phone with Martlet Authenticator; `nil` for any other app.
        package var lastSeenAt: Timestamp?
        /// Whether it is a phone that signs its person in without a password (PH-1).
        package var hasPIN: Bool

        /// An app with every field given.
        package init(
            id: ID<TOTPMethod>, name: String, createdAt: Timestamp, lastSeenAt: Timestamp? = nil, hasPIN: Bool = false
        ) {
            self.id = id
            self.name = name
            self.createdAt = createdAt
            self.lastSeenAt = lastSeenAt
            self.hasPIN = hasPIN
        }
    }

    package static let template = "account-security"
    package static let section = "security"
    package let titleKey = "account.security.title"
    /// When the password was last changed, if there is one.
    package var passwordChangedAt: Timestamp?
    /// The authenticator apps.
    package var authenticators: [Authenticator]
    /// The passkeys.
    package var passkeys: [PasskeyLine]
    /// The certificates.
    package var certificates: [CertificateLine]
    /// Whether another one may be made.
    package var mayAddPasskey: Bool
    /// Whether there is a second factor at all.
    package var isRegistered: Bool
    /// Whether the organisation offers the Martlet Authenticator.
    package var offersPhones: Bool
    /// Whether the person was given a token that does not count yet (OT-7).
    package var hasTokenToActivate: Bool
    /// Whether a phone may sign the person in without a password.
    package var offersPINs: Bool
    /// The temporary access pass, if there is one (TP-10).
    package var pass: PassState?
    /// Whether nothing but the pass and the password lets the person in.
    package var hasOnlyPass: Bool
    /// Recovery codes that are not spent.
    package var recoveryCodesLeft: Int
    /// What may be asked for first; empty where the organisation decides.
    package var defaults: [Method]
    /// What is.
    package var chosenDefault: Method?
    /// What just happened.
    package var notice: AccountNotice?

    /// A page with every field given.
    package init(
        passwordChangedAt: Timestamp?, authenticators: [Authenticator], passkeys: [PasskeyLine] = [],
        certificates: [CertificateLine] = [], mayAddPasskey: Bool = false, offersPhones: Bool = true,
        offersPINs: Bool = false,
        hasTokenToActivate: Bool = false, isRegistered: Bool,
        pass: PassState? = nil,
        hasOnlyPass: Bool = false, recoveryCodesLeft: Int, defaults: [Method] = [], chosenDefault: Method? = nil,
        notice: AccountNotice? = nil
    ) {
        self.passwordChangedAt = passwordChangedAt
        self.authenticators = authenticators
        self.passkeys = passkeys
        self.certificates = certificates
        self.mayAddPasskey = mayAddPasskey
        self.offersPhones = offersPhones
        self.offersPINs = offersPINs
        self.hasTokenToActivate = hasTokenToActivate
        self.isRegistered = isRegistered
        self.pass = pass
        self.hasOnlyPass = hasOnlyPass
        self.recoveryCodesLeft = recoveryCodesLeft
        self.defaults = defaults
        self.chosenDefault = chosenDefault
        self.notice = notice
    }

    package func content(_ phrases: Phrases) -> ViewObject {
        let phones = authenticators.filter { $0.lastSeenAt != nil }
        let others = authenticators.filter { $0.lastSeenAt == nil }
        return [
            "phones": ViewValue(phones.map { view(of: $0, phrases) }), "hasNoPhone": .flag(phones.isEmpty),
            "showsPhones": .flag(offersPhones || !phones.isEmpty), "offersPhones": .flag(offersPhones),
            "notice": phrases.notice(notice), "passwordChanged": ViewValue(passwordChangedAt.map(phrases.day)),
            "authenticators": ViewValue(others.map { view(of: $0, phrases) }),
            "hasNone": .flag(others.isEmpty && !isRegistered),
            "isUnprotected": .flag(!isRegistered),
            "isLast": .flag(authenticators.count + passkeys.count + certificates.count { $0.worth != nil } == 1),
            "certificates": ViewValue(certificates.map { $0.view(phrases) }),
            "showsCertificates": .flag(!certificates.isEmpty),
            "passkeys": ViewValue(passkeys.map { view(of: $0, phrases) }), "mayAddPasskey": .flag(mayAddPasskey),
            "showsPasskeys": .flag(mayAddPasskey || !passkeys.isEmpty),
            "hasNoPasskey": .flag(passkeys.isEmpty),
            "defaults": defaults.count < 2 ? .absent : ["items": ViewValue(defaults.map { choice($0, phrases) })],
            "hasToken": .flag(hasTokenToActivate), "pass": ViewValue(pass.map { $0.view(phrases) }),
            "hasOnlyPass": .flag(hasOnlyPass),
            "codes": .text(phrases.count("account.codesLeft", recoveryCodesLeft)),
            "codesTone": .text(recoveryCodesLeft == 0 ? "bad" : recoveryCodesLeft <= 3 ? "warn" : "good"),
            "mayHaveCodes": .flag(isRegistered), "hasCodes": .flag(recoveryCodesLeft > 0),
        ]
    }

    private func view(of passkey: PasskeyLine, _ phrases: Phrases) -> ViewObject {
        [
            "id": .text(passkey.id.rawValue),
            "name": .text(passkey.name.isEmpty ? phrases("account.security.passkey.unnamed") : passkey.name),
            "given": .text(passkey.name), "created": .object(phrases.day(passkey.createdAt)),
            "used": ViewValue(passkey.lastUsedAt.map(phrases.day)), "isSynced": .flag(passkey.isSynced),
            "isRefused": .flag(!passkey.isUsable),
        ]
    }

    private func choice(_ method: Method, _ phrases: Phrases) -> ViewObject {
        [
            "value": .text(SignInChoice(method).word), "isChosen": .flag(method == chosenDefault),
            "label": .text(phrases("account.security.default.\(SignInChoice(method).word)")),
        ]
    }

    private func view(of app: Authenticator, _ phrases: Phrases) -> ViewObject {
        [
            "id": .text(app.id.rawValue), "created": .object(phrases.day(app.createdAt)),
            "name": .text(
                app.name.isEmpty && app.lastSeenAt != nil ? phrases("account.security.phone.unnamed") : app.name),
            "seen": ViewValue(app.lastSeenAt.map(phrases.time)), "given": .text(app.name),
            "hasPIN": .flag(app.hasPIN), "offersPIN": .flag(offersPINs),
        ]
    }
}
