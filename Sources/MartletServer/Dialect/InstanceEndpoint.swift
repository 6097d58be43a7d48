import HTTPTypes
import Hummingbird
import MartletActions
import MartletCredentials
import MartletDirectory

/// Instance discovery: whether an address is one that this server speaks for, and by which names the server goes.
///
/// A library that does not know a host asks a server that it trusts; ours knows itself and nobody else.
struct InstanceEndpoint: Sendable {
    let doors: Doors

    @Sendable func answer(_ visit: Visit) async throws -> Response {
        let organization = try visit.segment("tenant")
        guard try await FindOrganization(doors.tools).behind(organization) != nil else {
            return OAuthErrorAnswer(visit: visit).respond(.unknownOrganization)
        }
        guard let segments = segments(of: visit.query.text("authorization_endpoint")), let first = segments.first,
            let found = try await FindOrganization(doors.tools).behind(first)
        else { return OAuthErrorAnswer(visit: visit).respond(OAuthError("invalid_instance", 50049)) }
        let base = doors.tools.publicURL.text
        let version = segments.contains { $0.lowercased() == "v2.0" } ? "/v2.0" : ""
        let host = Self.host(of: doors.tools.publicURL.authority)
        let group: JSONObject = [
            "preferred_network": .string(host), "preferred_cache": .string(host), "aliases": .strings([host]),
        ]
        let answer: JSONObject = [
            "tenant_discovery_endpoint": .string(
                "\(base)/\(found.segment)\(version)/.well-known/openid-configuration"),
            "api-version": .string(visit.query["api-version"] == "1.0" ? "1.0" : "1.1"),
            "metadata": [.object(group)],
        ]
        return visit.json(answer.text)
    }

    /// The segments of the path of an address of ours; `nil` for anybody else's.
    private func segments(of address: String) -> [String]? {
        let base = doors.tools.publicURL.text + "/"
        // msal drops the port of an authority, and so asks about the bare host.
        let bare =
            (doors.tools.publicURL.isSecure ? "https://" : "http://")
            + Self.host(of: doors.tools.publicURL.authority) + "/"
        for own in [base, bare] where address.lowercased().hasPrefix(own) {
            return address.dropFirst(own.count).prefix { $0 != "?" && $0 != "#" }.split(separator: "/").map(String.init)
        }
        return nil
    }

    /// An authority without its port.
    private static func host(of authority: String) -> String {
        guard let colon = authority.lastIndex(of: ":"), authority[colon...].dropFirst().allSatisfy(\.isNumber) else {
            return authority
        }
        return String(authority[..<colon])
    }
}
