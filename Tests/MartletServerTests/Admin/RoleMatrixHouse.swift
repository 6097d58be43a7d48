import HummingbirdTesting
import MartletActions
import MartletDirectory
import MartletPolicy
import MartletStore
import MartletTesting
import Testing

/// An organisation with somebody in every role, and new things to act upon whenever they are wanted.
struct RoleMatrixHouse: Sendable {
    /// Somebody at a browser, with the form token of their session.
    struct Desk: Sendable {
        /// What they are called where a test fails.
        let name: String
        let roles: Set<ID<DirectoryRole>>
        let browser: TestBrowser
        let token: String
    }

    let house: TestHouse

    init() async throws {
        house = try await TestHouse()
        _ = try await house.setUp()
    }

    /// Signs in one person of each role, and a member who has none.
    func desks(_ client: any TestClientProtocol) async throws -> [Desk] {
        var desks: [Desk] = []
        for (index, role) in ([nil] + DirectoryRole.all.map(Optional.some)).enumerated() {
            let person = try await house.add("role\(index)", role: role)
            let browser = TestBrowser(client)
            let page = try await browser.signIn("/admin", as: person, at: house.now)
            let name = role?.displayName ?? "no role"
            #expect(page.location == "/admin" && !page.token.isEmpty, "\(name)")
            desks.append(Desk(name: name, roles: role.map { [$0.id] } ?? [], browser: browser, token: page.token))
        }
        return desks
    }

    /// A URL of the list with real things, made for this call, in the places of its parameters.
    func path(of url: String) async throws -> String {
        let pattern = String(url.split(separator: " ")[1])
        let app: ID<MartletDirectory.Application>? =
            pattern.contains("/:app") ? try await house.app("Harbour", kind: .confidential).id : nil
        var path = ""
        for segment in pattern.split(separator: "/") {
            let value = try await text(for: String(segment), in: pattern, after: path, app: app)
            #expect(!value.hasPrefix(":"), "\(url): nothing is known to stand for \(value)")
            path += "/" + value
        }
        return path
    }

    /// What stands for a segment of a URL: a name that is new, or the segment itself.
    private func text(
        for segment: String, in pattern: String, after path: String, app: ID<MartletDirectory.Application>?
    ) async throws -> String {
        if let app {
            switch segment {
            case ":app": return app.rawValue
            case ":role": return try await appRole(of: app).rawValue
            case ":assignment": return try await appAssignment(of: app).rawValue
            default: break
            }
        }
        switch segment {
        case ":user": return try await user().rawValue
        case ":group": return try await group(isAssignable: pattern.contains("roles")).rawValue
        case ":role": return DirectoryRole.globalAdministrator.id.rawValue
        case ":assignment": return try await assignment().rawValue
        case ":token": return try await token().rawValue
        case ":strength": return try await strength().rawValue
        case ":record": return try await record(in: path)
        case ":entry": return try await legacyEntry().rawValue
        case ":surface": return "mail"
        case ":section": return "temporaryAccessPass"
        case ":passkey", ":method", ":certificate", ":credential", ":authority", ":client":
            return "00000000-0000-4000-8000-000000000000"
        default: return segment
        }
    }

    /// What fills in the forms; a form takes what it knows.
    func fields(for url: String, token: String) -> [(String, String)] {
        // A user may be added with a role, and that wants one more permission.
        let role = url.contains("/roles") || url.contains("/assignments") ? DirectoryRole.globalReader.id.rawValue : ""
        return [
            ("token", token), ("role", role), ("reason", "tooManyPrompts"), ("days", "7"), ("displayName", serial()),
            ("localPart", serial()), ("domain", "example.com"), ("userPrincipalName", "role0@example.com"),
            ("redirectURIs", "https://else.example/cb"), ("state", "enabled"), ("user", ""), ("code", "000000"),
            ("mode", "modern"),
            ("holder", "role0@example.com"), ("value", "Orders.Read"), ("name", "Gateway"), ("range", "10.1.2.0/24"),
        ]
    }

    /// Forms that are not ours: an empty one, one in which nothing is right, and one whose role could be somebody's.
    func wrongFields(token: String) -> [[(String, String)]] {
        let names = fields(for: "", token: token).map(\.0).filter { $0 != "token" }
        let unknown = [("role", "00000000-0000-4000-8000-000000000000"), ("holder", "nobody@example.com")]
        return [[("token", token)], [("token", token)] + names.map { ($0, "\u{1}?") }, [("token", token)] + unknown]
    }

    /// The newest audit record of a change that was made; refusals stand between.
    func lastChange() async throws -> ID<AuditRecord>? {
        let tenant = try await house.operatorCaller().tenant
        return try await house.store.read { tables in
            try tables.audits.list(in: tenant, filter: .init(), after: nil, limit: 1000).items.first { $0.succeeded }?
                .id
        }
    }

    /// A text that was never there.
    private func serial() -> String { house.tools.ambient.newID(of: User.self).rawValue }

    private func user() async throws -> ID<User> {
        try await house.add(serial(), isRegistered: false).id
    }

    private func group(isAssignable: Bool) async throws -> ID<MartletDirectory.Group> {
        let caller = try await house.operatorCaller()
        return try await AddGroup(house.tools)(displayName: "Crew", isAssignableToRole: isAssignable, by: caller).id
    }

    private func assignment() async throws -> ID<RoleAssignment> {
        let (holder, caller) = (try await user(), try await house.operatorCaller())
        return try await AssignRole(house.tools)(DirectoryRole.globalReader.id, to: .user(holder), by: caller).id
    }

    private func strength() async throws -> ID<CustomStrength> {
        let wish = SaveStrength.Wish(displayName: "Keys \(serial().prefix(8))", combinations: ["fido2"])
        return try await SaveStrength(house.tools)(wish, by: try await house.operatorCaller()).id
    }

    private func legacyEntry() async throws -> ID<LegacyEntry> {
        try await AdminHouse.legacyEntry(
            house.tools.ambient.newID(), in: house, of: try await house.operatorCaller().tenant,
            about: try await user(),
            at: try await house.app("Mill").id)
    }

    private func appRole(of app: ID<MartletDirectory.Application>) async throws -> ID<AppRole> {
        try await AddAppRole(house.tools)(
            "Orders.Approve", displayName: "Approver", holders: [.user], to: app, by: try await house.operatorCaller()
        ).id
    }

    private func appAssignment(of app: ID<MartletDirectory.Application>) async throws -> ID<AppRoleAssignment> {
        try await AssignAppRole(house.tools)(
            try await appRole(of: app), of: app, to: .user(try await user()), by: try await house.operatorCaller()
        ).id
    }

    /// A token that somebody has.
    private func token() async throws -> ID<HardwareToken> {
        let caller = try await house.operatorCaller()
        let number = serial()
        _ = try await ImportHardwareTokens(house.tools)(
            "upn,serial number,secret key,time interval,manufacturer,model\r\n"
                + ",\(number),GEZDGNBVGY3TQOJQGEZDGNBVGY3TQOJQ,30,Contoso,Blue", by: caller)
        let lines = try await ListHardwareTokens(house.tools)(by: caller).lines
        let id = try #require(lines.first { $0.serialNumber == number }).id
        try await AssignHardwareToken(house.tools)(id, to: try await user(), by: caller)
        return id
    }

    /// A record of the log that a path leads into.
    private func record(in path: String) async throws -> String {
        let tenant = try await house.operatorCaller().tenant
        return try await house.store.read { tables in
            if path.hasSuffix("/audit") {
                let found = try tables.audits.list(in: tenant, filter: .init(), after: nil, limit: 1).items.first
                return try #require(found).id.rawValue
            }
            let found = try tables.signIns.list(in: tenant, filter: .init(), after: nil, limit: 1).items.first
            return try #require(found).id.rawValue
        }
    }
}
