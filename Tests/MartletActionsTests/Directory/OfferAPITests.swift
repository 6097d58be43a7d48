import MartletActions
import MartletDirectory
import MartletPolicy
import MartletStore
import Testing

@Suite struct `Apps that are APIs` {
    /// An organisation with an API and an app that calls it.
    private struct Pair {
        let house: Organization
        let api: ID<Application>
        let client: ID<Application>

        init() async throws {
            house = try await Organization()
            api = try await Self.app("Tides", house)
            client = try await Self.app("Board", house)
        }

        private static func app(_ name: String, _ house: Organization) async throws -> ID<Application> {
            try await RegisterApplication(house.tools)(
                ApplicationDetails(displayName: name), kind: .confidential, by: house.operator
            ).application.id
        }

        func offer(
            _ uris: [String] = [], scopes: [String] = [], roles: [String] = [], of app: ID<Application>? = nil
        ) async throws -> Application {
            func items(_ values: [String]) -> [OfferAPI.Item] { values.map { .init(value: $0, displayName: $0) } }
            return try await OfferAPI(house.tools)(
                app ?? api, .init(identifierURIs: uris, scopes: items(scopes), roles: items(roles)), by: house.operator)
        }

        /// The fields that are refused.
        func refused(_ body: () async throws -> Void) async throws -> [String] {
            do {
                try await body()
                return []
            } catch ActionError.invalid(let problems) {
                return problems.map(\.field)
            }
        }
    }

    @Test func `an offer is added to what is there`() async throws {
        let here = try await Pair()
        _ = try await here.offer(["api://tides"], scopes: ["Tides.Read"], roles: ["Tides.Read.All"])
        let app = try await here.offer(["api://tides"], scopes: ["Tides.Read", "Tides.Write"])
        #expect(app.settings.api.identifierURIs == ["api://tides"])
        #expect(app.settings.api.scopes.map(\.value) == ["Tides.Read", "Tides.Write"])
        #expect(app.settings.api.roles.map(\.value) == ["Tides.Read.All"])
    }

    @Test(arguments: [
        "tides", "http://tides.example", "api://", "api://tides/", "api://ti des", "https://graph.microsoft.com",
        "api://0a0a0a0a-0000-4000-8000-000000000001", "api://tides?x", "api://tides#x",
    ])
    func `a name that is no name, or somebody else's, is refused`(uri: String) async throws {
        let here = try await Pair()
        #expect(try await here.refused { _ = try await here.offer([uri]) } == ["identifierURIs"])
    }

    @Test func `two apps never go by one name`() async throws {
        let here = try await Pair()
        _ = try await here.offer(["api://tides"])
        let fields = try await here.refused { _ = try await here.offer(["api://tides"], of: here.client) }
        #expect(fields == ["identifierURIs"])
        // Its own id is a name that an app may have.
        let named = try await here.offer(["api://\(here.client)"], of: here.client)
        #expect(named.settings.api.identifierURIs.count == 1)
    }

    @Test(arguments: ["", "Tides/Read", ".default", "Tides Read", "Ti\"des", "潮"])
    func `a value that cannot stand in a token is refused`(value: String) async throws {
        let here = try await Pair()
        #expect(try await here.refused { _ = try await here.offer(scopes: [value]) }.contains("scopes"))
        #expect(try await here.refused { _ = try await here.offer(roles: [value]) }.contains("roles"))
    }

    @Test func `a scope is allowed under the id of its API`() async throws {
        let here = try await Pair()
        _ = try await here.offer(["api://tides"], scopes: ["Tides.Read"])
        let allow = AllowScope(here.house.tools)
        for name in ["api://tides", here.api.rawValue] {
            let app = try await allow("Tides.Read", of: name, to: here.client, by: here.house.operator)
            #expect(app.settings.requiredScopes == ["\(here.api)/Tides.Read"])
        }
        for (api, scope, field) in [
            ("api://tides", "Tides.Write", "scope"), ("api://nowhere", "Tides.Read", "api"),
            // What only an administrator can agree to is a consent.
            ("https://graph.microsoft.com", "Directory.Read.All", "scope"),
        ] {
            let fields = try await here.refused {
                _ = try await allow(scope, of: api, to: here.client, by: here.house.operator)
            }
            #expect(fields == [field], "\(scope)")
        }
    }

    @Test func `only who manages apps offers and allows`() async throws {
        let here = try await Pair()
        let caller = try await here.house.caller(try await here.house.add("help", role: .helpdeskAdministrator))
        await #expect(throws: ActionError.self) {
            try await OfferAPI(here.house.tools)(here.api, .init(identifierURIs: ["api://tides"]), by: caller)
        }
        _ = try await here.offer(["api://tides"], scopes: ["Tides.Read"])
        await #expect(throws: ActionError.self) {
            try await AllowScope(here.house.tools)("Tides.Read", of: "api://tides", to: here.client, by: caller)
        }
    }
}
