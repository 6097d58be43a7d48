import MartletDirectory
import MartletStore

/// A gate that lets anybody through: the rows are tested here, the gate is tested in its own room.
struct OpenGate: Cleared {
    let subject: ID<User>
    let tenant: ID<Tenant>
}

/// Values to put into a store; all of them belong together.
enum Sample {
    static let now = Timestamp(seconds: 1_800_000_000)
    static let tenant = Tenant(
        id: ID("00000000-0000-4000-8000-000000000001"), displayName: "Contoso", domain: "contoso.example",
        createdAt: now, securityDefaults: SecurityDefaultsSetting(isEnabled: true, enabledAt: now))
    static let otherTenant = Tenant(
        id: ID("00000000-0000-4000-8000-000000000002"), displayName: "Fabrikam", domain: "fabrikam.example",
        createdAt: now + .seconds(1), securityDefaults: SecurityDefaultsSetting(isEnabled: false, enabledAt: nil))
    static let ada = user("ada", "Ada Lovelace")
    static let stranger = user("stranger", "Somebody Else", in: otherTenant)
    static let gate = OpenGate(subject: ada.id, tenant: tenant.id)
    static let portal = application("portal", "Wiki of Contoso")
    static let session = session("first")
    static let code = code("first")
    static let family = family("first")
    static let deviceCode = deviceCode("device")

    static func id<Entity>(_ word: String) -> ID<Entity> { ID("id-of-" + word) }

    static func hash(_ word: String) -> [UInt8] {
        Array((word.utf8 + Array(repeating: 0, count: 32)).prefix(32))
    }

    static func deviceCode(_ word: String) -> DeviceCode {
        DeviceCode(
            hash: hash(word), userCodeHash: hash("typed-" + word), tenant: tenant.id, application: portal.id,
            scopes: ScopeSet(["openid", "offline_access"]),
            origin: Origin(address: "198.51.100.7", userAgent: "Tool/1", country: "JP"), correlationID: "c-" + word,
            intervalSeconds: 5, createdAt: now, expiresAt: now + .minutes(15))
    }

    static func user(_ word: String, _ name: String, in tenant: Tenant = tenant) -> User {
        User(
            id: id(word), tenant: tenant.id,
            userPrincipalName: UserPrincipalName(stored: "\(word)@\(tenant.domain)"), displayName: name,
            createdAt: now, sessionsValidFrom: now)
    }

    static func application(_ word: String, _ name: String) -> Application {
        Application(
            id: id(word), tenant: tenant.id, displayName: name, kind: .confidential,
            redirectURIs: ["https://\(word).example/callback"], createdAt: now)
    }

    static func session(_ word: String, of user: User = ada) -> Session {
        Session(
            id: id(word), tenant: user.tenant, user: user.id, secretHash: hash(word), browserHash: hash("browser"),
            proofs: [Proof(method: .password, at: now), Proof(method: .totp, at: now + .seconds(9))],
            usedRememberedBrowser: false, isPersistent: true,
            origin: Origin(address: "192.0.2.7", userAgent: "Firefox", country: "JP"), createdAt: now, lastSeenAt: now,
            expiresAt: now + .days(90))
    }

    static func code(_ word: String) -> AuthorizationCode {
        AuthorizationCode(
            hash: hash(word), tenant: tenant.id, application: portal.id, user: ada.id, session: session.id,
            redirectURI: "https://portal.example/callback", scopes: ScopeSet(["openid", "profile"]), nonce: "n-1",
            codeChallenge: nil, proofs: session.proofs, usedRememberedBrowser: true, family: id(word),
            correlationID: "correlation-\(word)", createdAt: now, expiresAt: now + .minutes(1))
    }

    static func family(_ word: String) -> RefreshFamily {
        RefreshFamily(
            id: id(word), tenant: tenant.id, application: portal.id, user: ada.id, session: session.id,
            scopes: ScopeSet(["openid", "offline_access"]), nonce: nil, proofs: session.proofs,
            usedRememberedBrowser: false, createdAt: now, expiresAt: now + .days(90))
    }

    static func refreshToken(_ word: String, family: ID<RefreshFamily> = family.id) -> RefreshToken {
        RefreshToken(
            hash: hash(word), family: family, tenant: tenant.id, createdAt: now, expiresAt: now + .days(14))
    }

    static func pending(_ word: String) -> PendingSignIn {
        PendingSignIn(
            handleHash: hash(word), tenant: tenant.id, browserHash: hash("browser"), target: .application,
            request: #"{"scope":"openid"}"#, correlationID: "correlation-\(word)", createdAt: now,
            expiresAt: now + .minutes(15))
    }

    static func totp(_ word: String, of user: User = ada) -> TOTPMethod {
        TOTPMethod(
            id: id(word), user: user.id, tenant: user.tenant, name: "My phone", sealedSecret: hash("sealed"),
            createdAt: now, lastAcceptedStep: 100)
    }

    static func passkey(_ word: String, of user: User = ada) -> Passkey {
        Passkey(
            id: id(word), user: user.id, tenant: user.tenant, name: "Blue key", credentialID: hash(word),
            publicKey: hash("public"), signCount: 7, aaguid: "0123456789abcdef0123456789abcdef",
            isBackupEligible: true, isBackedUp: false, isAttested: true, transports: ["nfc", "usb"], createdAt: now)
    }

    static func signIn(
        _ word: String, at time: Timestamp = now, status: SignInRecord.Status = .success, client: String = "Browser",
        errorCode: Int = 0, session: ID<Session>? = nil
    ) -> SignInRecord {
        SignInRecord(
            id: id(word), tenant: tenant.id, createdAt: time, correlationID: "correlation-\(word)", user: ada.id,
            userPrincipalName: ada.userPrincipalName.folded, userDisplayName: ada.displayName,
            application: portal.id, applicationName: portal.displayName, resource: "portal", door: "authorize",
            clientAppUsed: client, protocolName: "oAuth2",
            origin: Origin(address: "192.0.2.7", userAgent: #"Mozilla "quoted" \ agent"#, country: nil),
            isInteractive: true, status: status, errorCode: errorCode,
            failureReason: status == .success ? "" : "The password is wrong.", requirement: .multiFactor,
            reasons: ["newBrowser", "newPlace"],
            policies: [
                .init(id: "p-1", name: "Say \"when\"", control: "mfa", result: "satisfied", reasons: ["newBrowser"])
            ],
            details: [.init(method: "password", at: time, succeeded: true, result: "correct")], session: session)
    }

    static let pass = TemporaryAccessPass(
        user: ada.id, tenant: tenant.id, hash: hash("pass"), startsAt: now, endsAt: now + .hours(1), isOneTime: true,
        createdAt: now)

    static let mfaBlock = MFABlock(of: ada, reason: "a lost phone", cause: .administrator, at: now)

    static func radiusClient(_ word: String, range: String) -> RADIUSClient {
        RADIUSClient(
            id: id(word), tenant: tenant.id, name: word, addressRange: range, sealedSecret: hash(word), createdAt: now)
    }

    static func token(_ word: String) -> HardwareToken {
        HardwareToken(
            id: id(word), tenant: tenant.id, serialNumber: "N-\(word)", manufacturer: "Contoso", model: "Key 60",
            periodSeconds: 60, sealedSecret: hash(word), createdAt: now)
    }

    static func authority(_ word: String) -> CertificateAuthority {
        CertificateAuthority(
            id: id(word), tenant: tenant.id, certificate: hash(word), thumbprint: "thumb-\(word)",
            subject: "CN=\(word)",
            keyIdentifier: "key-\(word)", isRoot: true, notAfter: now + .days(9), createdAt: now)
    }

    static func certificate(_ word: String, of user: User = ada, isBound: Bool = true) -> PersonCertificate {
        PersonCertificate(
            id: id(word), user: user.id, tenant: user.tenant, binding: "X509:<SKI>\(word)", isBound: isBound,
            createdAt: now)
    }

    static func audit(
        _ word: String, at time: Timestamp = now, category: AuditRecord.Category = .userManagement,
        actor: AuditRecord.Actor = .user(ada.id, name: "Ada@contoso.example"), isAlert: Bool = false,
        targets: [AuditRecord.Target] = []
    ) -> AuditRecord {
        AuditRecord(
            id: id(word), tenant: tenant.id, createdAt: time, correlationID: "correlation-\(word)",
            activity: "Update user", category: category, isAlert: isAlert, actor: actor, address: "192.0.2.7",
            targets: targets, changes: [.init(property: "displayName", old: nil, new: "Line\none")])
    }

    /// Both tenants, Ada and the stranger, the app, and Ada's session.
    static func fill(_ tables: Tables) throws {
        try tables.tenants.insert(tenant)
        try tables.tenants.insert(otherTenant)
        try tables.users.insert(ada)
        try tables.users.insert(stranger)
        try tables.applications.insert(portal)
        try tables.sessions.insert(session, by: gate)
    }
}

extension Tenant {
    /// Puts the tenant into a store of the first schema, whose columns today's rows go beyond.
    func insertAsAtFirst(on connection: any SQLConnection) throws {
        try connection.execute(
            """
            INSERT INTO tenants (id, display_name, domain, created_at, security_defaults_enabled,
                security_defaults_enabled_at, registration_grace_days, log_retention_days)
            VALUES ($1, $2, $3, $4, $5, $6, $7, $8)
            """,
            [
                .id(id), .text(displayName), .text(domain), .time(createdAt), .boolean(securityDefaults.isEnabled),
                .time(securityDefaults.enabledAt), .number(securityDefaults.registrationGraceDays),
                .number(logRetentionDays),
            ])
    }
}
