import MartletCredentials
import MartletDirectory

extension DiscoveryEndpoints {
    /// The document with what it says of authorization requests, of their answers and of tokens beside the token endpoint
    /// (RFC 8414, RFC 9126 section 5, RFC 9101 section 10.5, JARM section 4).
    func completed(_ document: JSONObject) -> JSONObject {
        var all = document
        let authorize = document.string("authorization_endpoint") ?? ""
        let oauth = authorize.hasSuffix("/authorize") ? String(authorize.dropLast(10)) : authorize
        let own = JSONValue.strings(SigningKey.Algorithm.allCases.map(\.rawValue))
        let added: JSONObject = [
            "pushed_authorization_request_endpoint": .string("\(oauth)/par"),
            "require_pushed_authorization_requests": false,
            "introspection_endpoint": .string("\(oauth)/introspect"),
            "revocation_endpoint": .string("\(oauth)/revoke"),
            "subject_types_supported": .strings(["public", "pairwise"]),
            "userinfo_signing_alg_values_supported": own, "introspection_signing_alg_values_supported": own,
            "authorization_signing_alg_values_supported": own,
            "request_object_signing_alg_values_supported": .strings(JWSAlgorithm.allCases.map(\.rawValue)),
            "request_parameter_supported": true, "request_uri_parameter_supported": true,
            "require_request_uri_registration": true, "claims_parameter_supported": true,
            "claim_types_supported": .strings(["normal"]),
            "display_values_supported": .strings(["page", "popup", "touch", "wap"]),
        ]
        for member in added.members { all[member.name] = member.value }
        return all
    }
}
