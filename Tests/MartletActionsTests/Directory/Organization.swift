import Logging
import MartletActions
import MartletCredentials
import MartletDirectory
import MartletPolicy
import MartletStore
import MartletTesting
import Synchronization
import Testing

/// An organisation in memory with one Global Administrator, a clock that tests move, and seeded randomness.
struct Organization: Sendable {
    let tools: Tools
    let clock: TestClock
    let tenant: Tenant
    /// The first Global Administrator, registered.
    let founder: User
    let founderAuthenticator: AuthenticatorEnrolment

    static let password = "purple-anchor-sings-42"

    private static let hashing = HashingPool(
        workers: 2, queueLimit: 4096, deadline: .seconds(120),
        parameters: PasswordHasher.Parameters(memoryKiB: 64, passes: 1))

    /// A store without an organisation.
    static func emptyTools(
        ambient: Ambient = TestClock().ambient, sealer: Sealer? = nil, refusalBeat: RefusalBeat = .none
    ) async throws -> Tools {
        let store = Store(engine: try await TestEngine.make())
        try await store.migrate()
        return Tools(
            store: store, ambient: ambient, sealer: try sealer ?? Sealer(key: Array(0..<32)), hashing: hashing,
            publicURL: try #require(PublicURL("http://localhost:8080")), logger: Logger(label: "test"),
            refusalBeat: refusalBeat)
    }

    init(sealer: Sealer? = nil, refusalBeat: RefusalBeat = .none) async throws {
        let founding = try await Founding.shared.value
        clock = TestClock()
        tools = try await Self.emptyTools(ambient: clock.ambient, sealer: sealer, refusalBeat: refusalBeat)
        try await founding.store(in: tools.store)
        tenant = founding.tenant
        founder = founding.founder
        founderAuthenticator = founding.authenticator
        clock.advance(.minutes(1))
    }

    /// The operator at the command line.
    var `operator`: Caller {
        Caller(identity: .operator, tenant: tenant.id, correlationID: "operator")
    }

    /// Adds somebody, with a role and a registered authenticator if asked for.
    @discardableResult
    func add(_ name: String, role: DirectoryRole? = nil, registered: Bool = false) async throws -> User {
        // No two changes at one time, so that the log has an order.
        clock.advance(.seconds(1))
        defer { clock.advance(.seconds(1)) }
        return try await AddUser(tools)(
            AddUser.Request(
                userPrincipalName: "\(name)@contoso.example", displayName: "Person \(name)",
                role: role?.id, password: .given(Self.password, isTemporary: false),
                registersAuthenticator: registered),
            by: `operator`
        ).user
    }

    /// Somebody at a browser, in a session that proves what it is said to; let in by the gate, with the defaults off so
    /// that a password alone can be a session too.
    func caller(_ user: User, proofs methods: MethodSet = [.password, .totp]) async throws -> Caller {
        let at = clock.now
        let facts = SignInFacts(
            tenant: tenant.id, subject: user.id, door: .account, clientApp: .browser, account: .enabled, roles: [],
            registered: [.password, .totp], proven: methods, provenInThisFlow: methods, reliance: .nothing,
            remembersSecondFactor: true, circumstances: [], isManagementSurface: false, grace: .over,
            skippedRegistration: false, requestedAssurance: .any)
        let off = PolicySet.compiled(for: SecurityDefaultsSetting(isEnabled: false, enabledAt: nil))
        let clearance = try #require(decide(facts, under: off).clearance)
        let session = Session(
            id: tools.ambient.newID(), tenant: tenant.id, user: user.id, secretHash: tools.ambient.randomBytes(32),
            browserHash: tools.ambient.randomBytes(32), proofs: methods.methods.map { Proof(method: $0, at: at) },
            usedRememberedBrowser: false, isPersistent: false,
            origin: Origin(address: "192.0.2.1", userAgent: "Test"), createdAt: at, lastSeenAt: at,
            expiresAt: at + .hours(12))
        try await tools.store.write { try $0.sessions.insert(session, by: clearance) }
        return Caller(
            identity: .user(user.id, name: user.userPrincipalName.text, session: session.id), tenant: tenant.id,
            address: "192.0.2.1", correlationID: "test")
    }

    /// Makes a session prove something else.
    func prove(_ proofs: [Proof], in session: ID<Session>, of user: User) async throws {
        let tenant = tenant.id
        let facts = SignInFacts(
            tenant: tenant, subject: user.id, door: .account, clientApp: .browser, account: .enabled, roles: [],
            registered: [.password], proven: [.password], provenInThisFlow: [.password], reliance: .nothing,
            remembersSecondFactor: true, circumstances: [], isManagementSurface: false, grace: .over,
            skippedRegistration: false, requestedAssurance: .any)
        let off = PolicySet.compiled(for: SecurityDefaultsSetting(isEnabled: false, enabledAt: nil))
        let clearance = try #require(decide(facts, under: off).clearance)
        let secret = tools.ambient.randomBytes(32)
        try await tools.store.write { tables in
            let found = try #require(try tables.sessions.find(session, in: tenant))
            try tables.sessions.raise(
                session, proofs: proofs, usedRememberedBrowser: false, secretHash: secret,
                expiresAt: found.expiresAt, by: clearance)
        }
    }

    /// The account as it is now.
    func user(_ id: ID<User>) async throws -> User {
        let tenant = tenant.id
        return try #require(try await tools.store.read { try $0.users.find(id, in: tenant) })
    }

    /// The roles somebody holds now.
    func roles(_ id: ID<User>) async throws -> [ID<DirectoryRole>] {
        let tenant = tenant.id
        return try await tools.store.read { try $0.roleAssignments.effectiveRoles(of: id, in: tenant) }
    }

    /// The direct assignment of a role to somebody.
    func assignment(_ role: DirectoryRole, of id: ID<User>) async throws -> ID<RoleAssignment> {
        let all = try await tools.store.read { try $0.roleAssignments.list(id) }
        return try #require(all.first { $0.role == role.id }).id
    }

    /// Live sessions of somebody.
    func sessions(_ id: ID<User>) async throws -> [ID<Session>] {
        let at = clock.now
        return try await tools.store.read { try $0.sessions.list(id, liveAt: at).map(\.id) }
    }

    /// The audit log, newest first.
    func audits(_ activity: AuditActivity? = nil) async throws -> [AuditRecord] {
        let tenant = tenant.id
        return try await tools.store.read { tables in
            try tables.audits.list(
                in: tenant, filter: AuditFilter(activity: activity?.rawValue), after: nil, limit: 200
            ).items
        }
    }
}

/// What setting up leaves in the store, made once for all tests: drawing an RSA key takes longer than any of them.
private struct Founding: Sendable {
    let tenant: Tenant
    let founder: User
    let authenticator: AuthenticatorEnrolment
    let installation: Installation
    let password: Password
    let methods: [TOTPMethod]
    let keys: [SigningKey]
    let assignments: [RoleAssignment]
    let audits: [AuditRecord]

    static let shared = Task { try await Founding() }

    init() async throws {
        let tools = try await Organization.emptyTools(ambient: TestClock(seed: 99).ambient)
        let made = try await InitializeOrganization(tools)(
            SetUpRequest(
                organizationName: "Contoso", domain: "contoso.example", displayName: "Ada Founder", userName: "ada",
                password: Organization.password))
        tenant = made.tenant
        founder = made.user
        authenticator = made.authenticator
        let (tenant, user) = (made.tenant.id, made.user.id)
        installation = try await tools.store.read { try $0.installation.get() }
        password = try #require(try await tools.store.read { try $0.passwords.find(user) })
        methods = try await tools.store.read { try $0.totpMethods.list(user) }
        keys = try await tools.store.read { try $0.signingKeys.list(in: tenant) }
        assignments = try await tools.store.read { try $0.roleAssignments.list(in: tenant) }
        audits = try await tools.store.read { try $0.audits.list(in: tenant, limit: 10).items }
    }

    func store(in store: Store) async throws {
        try await store.write { tables in
            try tables.installation.update(installation)
            try tables.tenants.insert(tenant)
            try tables.users.insert(founder)
            try tables.passwords.save(password)
            for method in methods { try tables.totpMethods.insert(method) }
            for key in keys { try tables.signingKeys.insert(key) }
            for assignment in assignments { try tables.roleAssignments.insert(assignment) }
            for audit in audits { try tables.audits.insert(audit) }
        }
    }
}

/// A clock that stands until it is moved, and randomness from a seed.
final class TestClock: Sendable {
    private let time = Mutex(Timestamp(seconds: 1_795_000_000))
    private let random: Mutex<SplitMix>

    init(seed: UInt64 = 7) { random = Mutex(SplitMix(state: seed)) }

    var now: Timestamp { time.withLock { $0 } }

    func advance(_ duration: Duration) { time.withLock { $0 = $0 + duration } }

    func set(to other: Timestamp) { time.withLock { $0 = other } }

    var ambient: Ambient {
        Ambient(now: { self.now }, randomBytes: { count in self.random.withLock { $0.bytes(count) } })
    }
}

private struct SplitMix {
    var state: UInt64

    mutating func next() -> UInt64 {
        state &+= 0x9E37_79B9_7F4A_7C15
        var z = state
        z = (z ^ (z >> 30)) &* 0xBF58_476D_1CE4_E5B9
        z = (z ^ (z >> 27)) &* 0x94D0_49BB_1331_11EB
        return z ^ (z >> 31)
    }

    mutating func bytes(_ count: Int) -> [UInt8] { (0..<count).map { _ in UInt8(truncatingIfNeeded: next() >> 24) } }
}
