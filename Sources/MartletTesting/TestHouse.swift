import Foundation
import Logging
import MartletActions
import MartletCredentials
import MartletDirectory
import MartletStore

/// A whole installation in memory, with a clock that the test moves and randomness that repeats.
package struct TestHouse: Sendable {
    package let clock: TestClock
    package let store: Store
    package let tools: Tools

    /// An empty installation, ready for its set-up; in memory and with cheap hashes unless an engine or a pool is given.
    package init(
        url: String = "http://localhost:8080", seed: UInt64 = 1, engine: (any SQLEngine)? = nil,
        hashing: HashingPool? = nil, outgoing: any OutgoingFetch = NoOutgoingFetch(),
        clientAuthorities: [ClientCertificate] = [], attestationAuthorities: [AttestationAuthority] = [],
        certificateURL: String? = nil, sealer: Sealer? = nil
    ) async throws {
        let clock = TestClock()
        let random = SeededRandom(seed: seed)
        guard let publicURL = PublicURL(url) else { preconditionFailure("`\(url)` is not a public address") }
        let made: any SQLEngine = if let engine { engine } else { try await TestEngine.make() }
        let store = Store(engine: made)
        try await store.migrate()
        self.clock = clock
        self.store = store
        var logger = Logger(label: "test") { _ in SwiftLogNoOpLogHandler() }
        logger.logLevel = .critical
        let keys = TestKeys()
        tools = Tools(
            store: store, ambient: Ambient(now: { clock.now }, randomBytes: { random.bytes($0) }),
            sealer: try sealer ?? Sealer(key: random.bytes(Sealer.keyLength)),
            hashing: hashing ?? Self.cheapHashing(), publicURL: publicURL, logger: logger,
            outgoing: outgoing, clientAuthorities: clientAuthorities,
            attestationAuthorities: attestationAuthorities,
            certificateURL: certificateURL.flatMap { PublicURL($0) }, makeKey: { try keys.make($0) })
    }

    /// A pool of two threads that hashes at next to no cost and lets 512 wait; `now` is asked twice for each hash.
    package static func cheapHashing(
        now: @escaping @Sendable () -> ContinuousClock.Instant = { ContinuousClock.now }
    ) -> HashingPool {
        HashingPool(
            workers: 2, queueLimit: 512, deadline: .seconds(60),
            parameters: PasswordHasher.Parameters(memoryKiB: 64, passes: 1), now: now)
    }

    /// The time now.
    package var now: Timestamp { clock.now }

    /// A person with what they know and have.
    package struct Person: Sendable {
        package var id: ID<User>
        package var name: String
        package var password: String
        /// The authenticator's secret; empty for somebody who is not registered.
        package var secret: [UInt8]
        package var recoveryCodes: [String]

        /// Somebody with every field given.
        package init(id: ID<User>, name: String, password: String, secret: [UInt8], recoveryCodes: [String]) {
            self.id = id
            self.name = name
            self.password = password
            self.secret = secret
            self.recoveryCodes = recoveryCodes
        }

        /// The code that the person's app shows at a time; `stepsAhead` is for a second code within 30 seconds.
        package func code(at time: Timestamp, stepsAhead: Int64 = 0) -> String {
            TOTP.code(secret: secret, step: TOTP.step(at: time) + stepsAhead)
        }
    }

    /// The password of everybody, unless a test says otherwise.
    package static let password = "Violet-Harbour-93-lamp"

    /// Sets up "Example" with `admin@example.com` and tells of the administrator.
    package func setUp() async throws -> Person {
        let done = try await InitializeOrganization(tools)(
            SetUpRequest(
                organizationName: "Example", domain: "example.com", displayName: "Ada Admin", userName: "admin",
                password: Self.password))
        return Person(
            id: done.user.id, name: done.user.userPrincipalName.text, password: Self.password,
            secret: Base32.decode(done.authenticator.secretText) ?? [], recoveryCodes: done.recoveryCodes)
    }

    /// The operator as a caller.
    package func operatorCaller() async throws -> Caller { try await tools.operatorCaller() }

    /// Adds somebody, registered or not, with or without a role.
    package func add(
        _ name: String, role: DirectoryRole? = nil, isRegistered: Bool = true, kind: User.Kind = .member,
        password: String = TestHouse.password
    ) async throws -> Person {
        let added = try await AddUser(tools)(
            AddUser.Request(
                userPrincipalName: "\(name)@example.com", displayName: name.capitalized, kind: kind, role: role?.id,
                password: .given(password, isTemporary: false), registersAuthenticator: isRegistered),
            by: try await operatorCaller())
        return Person(
            id: added.user.id, name: added.user.userPrincipalName.text, password: password,
            secret: added.authenticator.flatMap { Base32.decode($0.secretText) } ?? [],
            recoveryCodes: added.recoveryCodes)
    }

    /// An app with what it knows.
    package struct App: Sendable {
        package var id: ID<Application>
        package var tenant: ID<Tenant>
        package var secret: String?
        package var redirectURI: String

        /// An app with every field given.
        package init(id: ID<Application>, tenant: ID<Tenant>, secret: String?, redirectURI: String) {
            self.id = id
            self.tenant = tenant
            self.secret = secret
            self.redirectURI = redirectURI
        }
    }

    /// Registers an app, which may use the password grant unless it is told otherwise: what that opens is a matter of
    /// policy.
    package func app(
        _ name: String = "Portal", redirectURI: String = "https://app.example/cb", kind: Application.Kind = .public,
        isManagement: Bool = false, allowsPasswordGrant: Bool = true,
        consentMode: Application.ConsentMode = .organization
    ) async throws -> App {
        let registered = try await RegisterApplication(tools)(
            ApplicationDetails(
                displayName: name, redirectURIs: [redirectURI], isManagement: isManagement,
                allowsPasswordGrant: allowsPasswordGrant, consentMode: consentMode),
            kind: kind, makesSecret: kind == .confidential, by: try await operatorCaller())
        return App(
            id: registered.application.id, tenant: registered.application.tenant, secret: registered.clientSecret,
            redirectURI: redirectURI)
    }

    /// The newest lines of the sign-in log, newest first.
    package func signIns(limit: Int = 50) async throws -> [SignInRecord] {
        let tenant = try await operatorCaller().tenant
        return try await store.read { try $0.signIns.list(in: tenant, filter: .init(), after: nil, limit: limit).items }
    }
}
