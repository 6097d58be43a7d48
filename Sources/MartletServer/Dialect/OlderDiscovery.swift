import HTTPTypes
import Hummingbird
import MartletActions
import MartletCredentials
import MartletDirectory

/// The discovery document of the first generation of Entra's endpoints.
///
/// The issuer is that of the second, for it is the only one that stands in a token of ours: who compares it with a token
/// is right to accept. Who compares it with the document's own address must use the second document, whose issuer is.
struct OlderDiscovery: Sendable {
    let doors: Doors

    @Sendable func configuration(_ visit: Visit) async throws -> Response {
        guard let found = try await FindOrganization(doors.tools).behind(try visit.segment("tenant")) else {
            return OAuthErrorAnswer(visit: visit).respond(.unknownOrganization)
        }
        let base = "\(doors.tools.publicURL.text)/\(found.segment)"
        var document = DiscoveryEndpoints(doors: doors).document(for: found)
        document["authorization_endpoint"] = .string("\(base)/oauth2/authorize")
        document["token_endpoint"] = .string("\(base)/oauth2/token")
        document["jwks_uri"] = .string("\(base)/discovery/keys")
        if document["device_authorization_endpoint"] != nil {
            document["device_authorization_endpoint"] = .string("\(base)/oauth2/devicecode")
        }
        return visit.json(document.text)
    }
}
