import HummingbirdTesting
import MartletActions
import MartletCredentials
import MartletDirectory
import MartletPolicy
import MartletStore
import MartletTesting
import Testing

@testable import MartletServer

/// An organisation with one of everything that the admin center shows, and its administrator at a browser.
struct AdminHouse: Sendable {
    let house: TestHouse
    let admin: TestHouse.Person
    let member: TestHouse.Person
    let group: MartletDirectory.Group
    let app: TestHouse.App

    init() async throws {
        house = try await TestHouse()
        admin = try await house.setUp()
        member = try await house.add("mia")
        app = try await house.app("Harbour", kind: .confidential)
        let caller = try await house.operatorCaller()
        group = try await AddGroup(house.tools)(displayName: "Crew", isAssignableToRole: true, by: caller)
        try await AddMember(house.tools)(member.id, to: group.id, by: caller)
    }

    /// A browser in which somebody has signed in to a page with a second factor.
    func browser(
        _ client: any TestClientProtocol, as person: TestHouse.Person? = nil, at path: String = "/admin"
    ) async throws -> (browser: TestBrowser, page: TestBrowser.Answer) {
        let browser = TestBrowser(client)
        let page = try await browser.signIn(path, as: person ?? admin, at: house.now)
        return (browser, page)
    }

    /// Every URL of the admin center with a method, with real things in the places of its parameters.
    func paths(_ method: String) async throws -> [String] {
        let tenant = try await house.operatorCaller().tenant
        let (assignment, credential, signIn, audit) = try await house.store.read { tables in
            (
                try tables.roleAssignments.list(admin.id).first?.id.rawValue,
                try tables.clientCredentials.list(app.id).first?.id.rawValue,
                try tables.signIns.list(in: tenant, filter: .init(), after: nil, limit: 1).items.first?.id.rawValue,
                try tables.audits.list(in: tenant, filter: .init(), after: nil, limit: 1).items.first?.id.rawValue
            )
        }
        let doors = Doors(tools: house.tools, pages: try PageRenderer(), options: ServerOptions())
        let nothing = "00000000-0000-4000-8000-000000000000"
        let entry = try await legacyEntry(in: tenant)
        return ServerRouter.paths(doors).filter { $0.hasPrefix("\(method) /admin") }.map { line in
            var segments: [String] = []
            for segment in line.dropFirst(method.count + 1).split(separator: "/") {
                switch segment {
                case ":user": segments.append(member.id.rawValue)
                case ":group": segments.append(group.id.rawValue)
                case ":role": segments.append(DirectoryRole.globalAdministrator.id.rawValue)
                case ":entry": segments.append(entry.rawValue)
                case ":token", ":authority", ":client", ":certificate": segments.append(nothing)
                case ":strength": segments.append(AuthenticationStrength.multiFactor.id.rawValue)
                case ":surface": segments.append("mail")
                case ":section": segments.append("temporaryAccessPass")
                case ":app": segments.append(app.id.rawValue)
                case ":assignment": segments.append(assignment ?? nothing)
                case ":credential": segments.append(credential ?? nothing)
                case ":passkey", ":method": segments.append(nothing)
                case ":record": segments.append((segments.last == "audit" ? audit : signIn) ?? nothing)
                default: segments.append(String(segment))
                }
            }
            return "/" + segments.joined(separator: "/")
        }
    }

    /// A line of the legacy report.
    func legacyEntry(in tenant: ID<Tenant>) async throws -> ID<LegacyEntry> {
        try await Self.legacyEntry(in: house, of: tenant, about: member.id, at: app.id)
    }

    /// A line of the legacy report of any house.
    static func legacyEntry(
        _ id: ID<LegacyEntry> = ID("00000000-0000-4000-8000-00000000001e"), in house: TestHouse,
        of tenant: ID<Tenant>, about user: ID<User>, at app: ID<MartletDirectory.Application>
    ) async throws -> ID<LegacyEntry> {
        let entry = LegacyEntry(
            id,
            of: LegacySighting(
                key: LegacyEntry.Key(
                    user: user, application: app, door: "legacyMail", clientApp: "IMAP4", protocolName: "imap",
                    network: "192.0.2.0/24", userAgent: "Thunderbird/60.0"),
                tenant: tenant, userPrincipalName: "mia@example.com", userDisplayName: "Mia",
                applicationName: "Harbour",
                address: "192.0.2.7", at: house.now, isProven: true, isSuccess: false))
        try await house.store.write { try $0.legacyEntries.save(entry) }
        return entry.id
    }

    /// Something for every field of the center's forms.
    var fields: [(String, String)] {
        [
            ("role", DirectoryRole.globalReader.id.rawValue), ("reason", "tooManyPrompts"), ("days", "7"),
            ("displayName", "Somebody"), ("localPart", "somebody"), ("domain", "example.com"),
            ("userPrincipalName", member.name), ("redirectURIs", "https://else.example/cb"),
        ]
    }

    /// The number of audit records of changes that were made.
    func changes() async throws -> Int {
        let tenant = try await house.operatorCaller().tenant
        return try await house.store.read { tables in
            try tables.audits.list(in: tenant, filter: .init(), after: nil, limit: 500).items.count { $0.succeeded }
        }
    }

    /// The newest audit record of an activity.
    func audit(_ activity: AuditActivity) async throws -> AuditRecord? {
        try await ListAudits(house.tools)(AuditSearch(activity: activity), by: try await house.operatorCaller())
            .items.first
    }
}
