import MartletActions
import MartletCredentials
import MartletDirectory
import MartletPolicy
import MartletStore
import Testing

@Suite struct `Apps and their credentials` {
    @Test func `a confidential app gets a secret that is shown once and kept as a digest`() async throws {
        let house = try await Organization()
        let caller = try await house.caller(try await house.add("dev", role: .applicationAdministrator))
        let made = try await RegisterApplication(house.tools)(
            ApplicationDetails(
                displayName: " Wiki ", redirectURIs: ["https://wiki.example/cb", "https://wiki.example/cb"]),
            kind: .confidential, makesSecret: true, by: caller)
        #expect(made.application.displayName == "Wiki")
        #expect(made.application.redirectURIs == ["https://wiki.example/cb"])
        let secret = try #require(made.clientSecret)
        let token = try #require(OpaqueToken.parse(secret, .clientSecret))
        let detail = try await ApplicationDetail(house.tools)(made.application.id, by: caller)
        let credential = try #require(detail.credentials.first)
        #expect(credential.digest == token.digest)
        #expect(secret.hasPrefix(credential.hint) && credential.hint.count < 12)
        #expect(detail.mayChange)
    }

    // D8.
    @Test func `a new app takes no passwords of people until somebody says so, and one that may keeps it`() async throws
    {
        let house = try await Organization()
        var app = try await RegisterApplication(house.tools)(
            ApplicationDetails(displayName: "App"), kind: .confidential, by: house.operator
        ).application
        #expect(!app.allowsPasswordGrant)
        var details = ApplicationDetails(of: app)
        details.allowsPasswordGrant = true
        app = try await EditApplication(house.tools)(app.id, details, by: house.operator)
        #expect(app.allowsPasswordGrant && ApplicationDetails(of: app) == details)
        app = try await EditApplicationSettings(house.tools)(app.id, by: house.operator) { $0.api.isMailServer = true }
        #expect(app.allowsPasswordGrant)
    }

    // RFC 6749 section 2.1.
    @Test func `a public app keeps no secret`() async throws {
        let house = try await Organization()
        await #expect(throws: ActionError.invalid([FieldProblem("secret", .notAllowed)])) {
            try await RegisterApplication(house.tools)(
                ApplicationDetails(displayName: "App"), kind: .public, makesSecret: true, by: house.operator)
        }
        let app = try await RegisterApplication(house.tools)(
            ApplicationDetails(displayName: "App"), kind: .public, by: house.operator
        ).application
        await #expect(throws: ActionError.invalid([FieldProblem("secret", .notAllowed)])) {
            try await AddClientSecret(house.tools)(for: app.id, by: house.operator)
        }
    }

    @Test(arguments: [
        "http://wiki.example/cb", "https://wiki.example/cb#x", "https://*.example/cb", "https://user@wiki.example/",
        "javascript:alert(1)", "/cb",
    ])
    func `an address that codes must not go to is refused`(uri: String) async throws {
        let house = try await Organization()
        do {
            _ = try await RegisterApplication(house.tools)(
                ApplicationDetails(displayName: "App", redirectURIs: [uri]), kind: .confidential, by: house.operator)
            Issue.record("`\(uri)` was accepted")
        } catch ActionError.invalid(let problems) {
            #expect(problems.map(\.field) == ["redirectURIs"])
        }
    }

    @Test func `two secrets live at a time, so that an app can change over`() async throws {
        let house = try await Organization()
        let app = try await RegisterApplication(house.tools)(
            ApplicationDetails(displayName: "App"), kind: .confidential, makesSecret: true, by: house.operator
        ).application
        let second = try await AddClientSecret(house.tools)(for: app.id, lifetimeDays: 1, by: house.operator)
        await #expect(throws: ActionError.invalid([FieldProblem("secret", .notAllowed)])) {
            try await AddClientSecret(house.tools)(for: app.id, by: house.operator)
        }
        house.clock.advance(.days(2))
        let third = try await AddClientSecret(house.tools)(for: app.id, by: house.operator)
        try await RemoveClientCredential(house.tools)(third.credential.id, of: app.id, by: house.operator)
        let left = try await house.tools.store.read { try $0.clientCredentials.list(app.id).map(\.id) }
        #expect(left.contains(second.credential.id) && !left.contains(third.credential.id))
        await #expect(throws: ActionError.notFound("credential")) {
            try await RemoveClientCredential(house.tools)(third.credential.id, of: app.id, by: house.operator)
        }
    }

    @Test func `only those who manage apps touch them`() async throws {
        let house = try await Organization()
        let app = try await RegisterApplication(house.tools)(
            ApplicationDetails(displayName: "App"), kind: .confidential, by: house.operator
        ).application
        let caller = try await house.caller(try await house.add("sec", role: .securityAdministrator))
        let refusal = ActionError.forbidden(.forbidden(.noRole))
        await #expect(throws: refusal) {
            try await EditApplication(house.tools)(app.id, ApplicationDetails(displayName: "Mine"), by: caller)
        }
        await #expect(throws: refusal) {
            try await SetApplicationEnabled(house.tools)(app.id, isEnabled: false, by: caller)
        }
        await #expect(throws: refusal) { try await DeleteApplication(house.tools)(app.id, by: caller) }
        await #expect(throws: refusal) { try await AddClientSecret(house.tools)(for: app.id, by: caller) }
        // What is wrong with it is for those to know who may do it.
        await #expect(throws: refusal) {
            try await AddClientSecret(house.tools)(for: app.id, lifetimeDays: Int.max, by: caller)
        }
        await #expect(throws: ActionError.invalid([FieldProblem("lifetimeDays", .notAllowed)])) {
            try await AddClientSecret(house.tools)(for: app.id, lifetimeDays: Int.max, by: house.operator)
        }
        // Nor may they send a form in which nothing is right, and the log has that they tried.
        await #expect(throws: refusal) {
            try await PermittedOperations(house.tools).want(.manageApplications, for: .appRoleAssigned, by: caller)
        }
        try await PermittedOperations(house.tools).want(
            .manageApplications, for: .appRoleAssigned, by: house.operator)
        let refused = try await house.tools.store.read { tables in
            try tables.audits.list(in: house.tenant.id, filter: .init(), after: nil, limit: 50).items.filter {
                $0.activity == AuditActivity.appRoleAssigned.rawValue
            }
        }
        #expect(refused.map(\.succeeded) == [false])
        #expect(try await !ApplicationDetail(house.tools)(app.id, by: caller).mayChange)
    }

    @Test func `an app is changed, disabled and deleted`() async throws {
        let house = try await Organization()
        let app = try await RegisterApplication(house.tools)(
            ApplicationDetails(displayName: "App"), kind: .confidential, by: house.operator
        ).application
        try await EditApplication(house.tools)(
            app.id, ApplicationDetails(displayName: "Console", isManagement: true), by: house.operator)
        try await SetApplicationEnabled(house.tools)(app.id, isEnabled: false, by: house.operator)
        let detail = try await ApplicationDetail(house.tools)(app.id, by: house.operator)
        #expect(detail.application.isManagement && !detail.application.isEnabled)
        try await DeleteApplication(house.tools)(app.id, by: house.operator)
        await #expect(throws: ActionError.notFound("application")) {
            try await ApplicationDetail(house.tools)(app.id, by: house.operator)
        }
    }

    @Test func `what is no certificate is refused`() async throws {
        let house = try await Organization()
        await #expect(throws: ActionError.invalid([FieldProblem("certificate", .malformed)])) {
            try await RegisterApplication(house.tools)(
                ApplicationDetails(displayName: "App"), kind: .confidential, certificatePEM: "hello",
                by: house.operator)
        }
    }
}
