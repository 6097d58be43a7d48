import MartletDirectory

@testable import MartletServer

/// Pages of the admin center filled with an example organisation, for the tests of the pages.
enum AdminSamples {
    /// The time at which every sample is shown.
    static let now = Timestamp(seconds: 1_795_250_400)
    static let tenant = ID<Tenant>("7f1d2a40-9a4e-4c0b-8f5e-0d6a3a1b2c3d")

    /// The point so many days, and minutes, before now.
    static func ago(days: Int = 0, minutes: Int = 0) -> Timestamp { now - .days(days) - .minutes(minutes) }

    /// The point so many days from now.
    static func ahead(days: Int) -> Timestamp { now + .days(days) }

    /// A made-up identifier that is always the same for `number`.
    static func id<Entity>(_ number: Int, of type: Entity.Type = Entity.self) -> ID<Entity> {
        let digits = String(number, radix: 16)
        return ID("5b0e6c1a-2f4d-4e8b-9c3a-" + String(repeating: "0", count: 12 - digits.count) + digits)
    }

    /// The people of the example: name and the part before the `@`.
    static let people = [
        ("Haru Tanaka", "haru.tanaka"), ("Mina Sørensen", "mina.sorensen"), ("Jonas Weber", "jonas.weber"),
        ("佐藤 結衣", "yui.sato"), ("Aisha Rahman", "aisha.rahman"), ("Lucía Fernández", "lucia.fernandez"),
        ("Tom O’Neill", "tom.oneill"), ("Priya Nair", "priya.nair"), ("Oskar Lindqvist", "oskar.lindqvist"),
        ("渡辺 健", "ken.watanabe"), ("Grace Mwangi", "grace.mwangi"), ("Étienne Dubois", "etienne.dubois"),
    ]

    static func name(_ number: Int) -> String { people[number % people.count].0 }
    static func signInName(_ number: Int) -> String { people[number % people.count].1 + "@heronworks.example" }

    static let chromeOnMac =
        "Mozilla/5.0 (Macintosh; Intel Mac OS X 10_15_7) AppleWebKit/537.36 (KHTML, like Gecko) Chrome/130.0.0.0 Safari/537.36"
    static let safariOnPhone =
        "Mozilla/5.0 (iPhone; CPU iPhone OS 18_0 like Mac OS X) AppleWebKit/605.1.15 (KHTML, like Gecko) Version/18.0 Mobile/15E148 Safari/604.1"

    static let endpoints = AppEndpoints(
        issuer: "https://id.heronworks.example/\(tenant)/v2.0",
        discovery: "https://id.heronworks.example/\(tenant)/v2.0/.well-known/openid-configuration",
        authorize: "https://id.heronworks.example/\(tenant)/oauth2/v2.0/authorize",
        token: "https://id.heronworks.example/\(tenant)/oauth2/v2.0/token",
        logout: "https://id.heronworks.example/\(tenant)/oauth2/v2.0/logout",
        userinfo: "https://id.heronworks.example/oidc/userinfo",
        keys: "https://id.heronworks.example/\(tenant)/discovery/v2.0/keys"
    )

    /// A user of the example.
    static func user(_ number: Int, isEnabled: Bool = true) -> User {
        User(
            id: id(number), tenant: tenant, userPrincipalName: UserPrincipalName(stored: signInName(number)),
            displayName: name(number), givenName: "Mina", surname: "Sørensen", isEnabled: isEnabled,
            createdAt: ago(days: 212), sessionsValidFrom: ago(days: 212),
            perUserMFA: number == 1 ? .enforced : .disabled
        )
    }

    /// An app of the example.
    static func application(_ number: Int, kind: Application.Kind = .confidential) -> Application {
        let names = ["Grafana", "Nextcloud", "Heron Mobile", "Kaiten Wiki"]
        return Application(
            id: id(300 + number), tenant: tenant, displayName: names[number % names.count], kind: kind,
            redirectURIs: ["https://grafana.heronworks.example/login/generic_oauth", "http://localhost:3000/callback"],
            postLogoutRedirectURIs: ["https://grafana.heronworks.example/"], isManagement: number == 0,
            allowsPasswordGrant: number == 1, consentMode: .eachUser, isEnabled: number != 3, createdAt: ago(days: 140)
        )
    }
}
