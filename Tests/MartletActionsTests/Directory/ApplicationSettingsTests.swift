import MartletActions
import MartletDirectory
import MartletStore
import Testing

@Suite struct `Settings of apps` {
    private func app(_ house: Organization, kind: Application.Kind = .confidential) async throws -> ID<Application> {
        try await RegisterApplication(house.tools)(
            ApplicationDetails(displayName: "Orders"), kind: kind, by: house.operator
        ).application.id
    }

    static let refusals: [(String, @Sendable (inout ApplicationSettings) -> Void)] = [
        ("identifierURIs", { $0.api.identifierURIs = ["https://elsewhere.test/api"] }),
        ("identifierURIs", { $0.api.identifierURIs = ["api://or ders"] }),
        ("identifierURIs", { $0.api.identifierURIs = ["api://00000003-0000-0000-c000-000000000000"] }),
        ("scopes", { $0.api.scopes = [ExposedScope(value: "Orders Read", displayName: "x")] }),
        ("optionalClaims", { $0.tokens.optionalIDTokenClaims = ["sub"] }),
        ("backChannelURI", { $0.logout.backChannelURI = "javascript:alert(1)" }),
        ("frontChannelURI", { $0.logout.frontChannelURI = "http://app.example/out" }),
        ("keySet", { $0.authentication.keySet = "[]" }),
        ("method", { $0.authentication.method = ClientAuthenticationSettings.Method.none }),
    ]

    @Test(arguments: refusals)
    func `A123, A179 what would not stand is refused by the name of its field`(
        field: String, change: @escaping @Sendable (inout ApplicationSettings) -> Void
    ) async throws {
        let house = try await Organization()
        let id = try await app(house)
        do {
            try await EditApplicationSettings(house.tools)(id, by: house.operator, change)
            Issue.record("\(field) was taken")
        } catch ActionError.invalid(let problems) {
            #expect(problems.map(\.field) == [field])
        }
    }

    @Test func `what stands is kept and recorded, and a name is one app's`() async throws {
        let house = try await Organization()
        let (first, second) = (try await app(house), try await app(house))
        let changed = try await EditApplicationSettings(house.tools)(first, by: house.operator) { settings in
            settings.api.identifierURIs = ["api://orders", "api://orders"]
            settings.grants.allowsTokenExchange = true
            settings.isFirstParty = true
        }
        #expect(changed.settings.api.identifierURIs == ["api://orders"] && !changed.settings.isFirstParty)
        await #expect(throws: ActionError.invalid([FieldProblem("identifierURIs", .taken)])) {
            try await EditApplicationSettings(house.tools)(second, by: house.operator) {
                $0.api.identifierURIs = ["api://orders"]
            }
        }
    }

    @Test func `an app of Martlet's own can only be switched off`() async throws {
        let house = try await Organization()
        let id = try await app(house)
        try await house.tools.store.write { tables in
            var app = try #require(try tables.applications.find(id))
            app.settings.isFirstParty = true
            try tables.applications.update(app)
        }
        let refused = ActionError.conflict(.firstParty)
        await #expect(throws: refused) { try await DeleteApplication(house.tools)(id, by: house.operator) }
        await #expect(throws: refused) {
            try await EditApplicationSettings(house.tools)(id, by: house.operator) { $0.requiredScopes = [] }
        }
        await #expect(throws: refused) {
            try await EditApplication(house.tools)(id, ApplicationDetails(displayName: "X"), by: house.operator)
        }
        try await SetApplicationEnabled(house.tools)(id, isEnabled: false, by: house.operator)
    }

    @Test func `a role is given once, to whom it is for, and goes with its assignments`() async throws {
        let house = try await Organization()
        let (id, other) = (try await app(house), try await app(house))
        let role = try await AddAppRole(house.tools)(
            "Orders.Approve", displayName: "Approve", holders: [.user], to: id, by: house.operator)
        let ada = try await house.add("grace")
        try await AssignAppRole(house.tools)(role.id, of: id, to: .user(ada.id), by: house.operator)
        await #expect(throws: ActionError.conflict(.alreadyDone)) {
            try await AssignAppRole(house.tools)(role.id, of: id, to: .user(ada.id), by: house.operator)
        }
        await #expect(throws: ActionError.invalid([FieldProblem("role", .unknown)])) {
            try await AssignAppRole(house.tools)(role.id, of: id, to: .application(other), by: house.operator)
        }
        let caller = try await house.caller(ada)
        await #expect(throws: ActionError.self) {
            try await AssignAppRole(house.tools)(role.id, of: id, to: .user(ada.id), by: caller)
        }
        let detail = try await ApplicationSettingsDetail(house.tools)(id, by: house.operator)
        #expect(detail.holders.count == 1)
        try await EditApplicationSettings(house.tools)(id, by: house.operator) { $0.api.roles = [] }
        #expect(try await ApplicationSettingsDetail(house.tools)(id, by: house.operator).holders.isEmpty)
    }

    @Test func `every organisation gets a key of each algorithm, and none twice`() async throws {
        let house = try await Organization()
        let tenant = house.operator.tenant
        #expect(try await SupplySigningKeys(house.tools)() == 0)
        try await house.tools.store.write { tables in
            for key in try tables.signingKeys.list(in: tenant) where key.algorithm == .es256 {
                _ = try tables.signingKeys.delete(key.keyID, in: tenant)
            }
        }
        #expect(try await SupplySigningKeys(house.tools)() == 1)
        #expect(try await SupplySigningKeys(house.tools)() == 0)
        let keys = try await house.tools.store.read { try $0.signingKeys.list(in: tenant) }
        #expect(Set(keys.map(\.algorithm)) == Set(SigningKey.Algorithm.allCases))
    }
}
