import HTTPTypes
import HummingbirdTesting
import MartletActions
import MartletDirectory
import MartletTesting
import Testing

/// clients.md section 1: instance discovery, where a library asks whether an authority can be trusted.
@Suite struct `Instance discovery` {
    @Test(arguments: [
        ("common", "/oauth2/v2.0/authorize", "common/v2.0"), ("example.com", "/oauth2/v2.0/authorize", "ID/v2.0"),
        ("common", "/oauth2/authorize", "common"), ("common", "/OAuth2/V2.0/Authorize", "common/v2.0"),
    ])
    func `an address of ours leads to its discovery document, and the server has one name`(
        tenant: String, path: String, document: String
    ) async throws {
        let here = try await TokenHouse()
        try await here.house.serve { client in
            for base in ["http://localhost:8080", "http://localhost"] {
                let answer = try await TestBrowser(client).get(
                    "/common/discovery/instance?api-version=1.1&authorization_endpoint=\("\(base)/\(tenant)\(path)".formEncoded)"
                )
                let segment = document.replacing("ID", with: here.app.tenant.rawValue)
                #expect(
                    answer.json("tenant_discovery_endpoint")
                        == "http://localhost:8080/\(segment)/.well-known/openid-configuration")
                #expect(answer.json("api-version") == "1.1")
                #expect(answer.body.contains("\"aliases\":[\"localhost\"]"))
                let found = try await TestBrowser(client).get(
                    "/"
                        + (answer.json("tenant_discovery_endpoint") ?? "").split(separator: "/").dropFirst(2)
                        .joined(separator: "/"))
                #expect(found.status == 200)
            }
        }
    }

    @Test(arguments: [
        "https://login.microsoftonline.com/common/oauth2/authorize", "http://localhost:8080.evil.example/common/x",
        "http://localhost:8080@evil.example/common/x", "http://localhost:8080/nobody.example/oauth2/authorize",
        "http://localhost:8080/", "http://localhost:8081/common/x", "", "common",
    ])
    func `anybody else's address is invalid_instance`(address: String) async throws {
        let here = try await TokenHouse()
        try await here.house.serve { client in
            let answer = try await TestBrowser(client).get(
                "/common/discovery/instance?api-version=1.0&authorization_endpoint=\(address.formEncoded)")
            #expect(answer.refuses("invalid_instance"))
            #expect(answer.body.contains("[50049]"))
        }
    }
}
