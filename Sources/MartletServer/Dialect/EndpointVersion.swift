import MartletActions
import MartletCredentials
import MartletDirectory

/// The two generations of Entra's endpoints. The first is a translation onto the second: `resource` for `scope`, numbers
/// written as text. Behind it stands the same pipeline.
enum EndpointVersion: Sendable {
    case v1, v2

    typealias Fields = [(name: String, value: String)]

    private static let deviceGrant = "urn:ietf:params:oauth:grant-type:device_code"
    /// What the first generation gave to every app without being asked.
    private static let everyday = ["openid", "profile", "offline_access"]

    /// The parameters of an authorization request as the second generation has them.
    func authorizeParameters(_ fields: Fields) -> Fields {
        self == .v1 ? Self.scoped(fields, with: Self.everyday) : fields
    }

    /// The parameters of a device authorization request as the second generation has them.
    func deviceParameters(_ fields: Fields) -> Fields {
        self == .v1 ? Self.scoped(fields, with: Self.everyday) : fields
    }

    /// The parameters of a token request as the second generation has them.
    func tokenParameters(_ fields: Fields) -> Fields {
        guard self == .v1 else { return fields }
        let type = fields.first { $0.name == "grant_type" }?.value
        switch type {
        case "device_code", Self.deviceGrant: return Self.polling(fields)
        // No person stands behind it, so there is nobody to tell of and nothing to refresh.
        case "client_credentials": return Self.scoped(fields, with: [])
        // What was granted is known; a resource only picks one of it.
        case "authorization_code", "refresh_token":
            guard fields.contains(where: { $0.name == "resource" && !$0.value.isEmpty }) else { return fields }
            return Self.scoped(fields, with: Self.everyday)
        default: return Self.scoped(fields, with: Self.everyday)
        }
    }

    /// The token answer as this generation writes it; `asked` is the form that was posted.
    func tokenAnswer(_ answer: JSONObject, asked form: FormBody, doors: Doors) -> JSONObject {
        guard self == .v1 else { return answer }
        var older = answer
        let now = doors.tools.now.seconds
        for name in ["expires_in", "ext_expires_in", "refresh_in"] {
            if let seconds = answer.integer(name) { older[name] = .string(String(seconds)) }
        }
        if let seconds = answer.integer("expires_in") { older["expires_on"] = .string(String(now + seconds)) }
        older["not_before"] = .string(String(now))
        let resource = form.text("resource")
        older["resource"] = .string(resource.isEmpty ? doors.tools.publicURL.text : resource)
        return older
    }

    /// The answer of the device authorization endpoint as this generation writes it.
    func deviceAnswer(_ answer: JSONObject) -> JSONObject {
        guard self == .v1 else { return answer }
        var older = answer
        older["verification_url"] = answer["verification_uri"]
        for name in ["expires_in", "interval"] {
            if let seconds = answer.integer(name) { older[name] = .string(String(seconds)) }
        }
        return older
    }

    /// What some libraries put into the address of a posted request and no log minds (A184).
    static func isHarmlessInQuery(_ name: String) -> Bool {
        ["api-version", "client-request-id", "return-client-request-id", "mkt", "dc", "slice"].contains(name)
            || name.lowercased().hasPrefix("x-client-")
    }

    /// `resource` becomes `scope`, beside the scopes of OpenID Connect.
    private static func scoped(_ fields: Fields, with everyday: [String]) -> Fields {
        // What is repeated is refused behind this, and must not be hidden by it (A137).
        guard fields.filter({ $0.name == "resource" }).count <= 1, fields.filter({ $0.name == "scope" }).count <= 1
        else { return fields }
        let resource = fields.first { $0.name == "resource" }?.value ?? ""
        let scope = fields.first { $0.name == "scope" }?.value ?? ""
        let named = resource.hasSuffix("/") ? String(resource.dropLast()) : resource
        var scopes = resource.isEmpty ? [] : ["\(named)/.default"]
        // Scopes of a resource are the second generation's; here the resource itself says what is wanted.
        scopes += scope.split(separator: " ").map(String.init).filter { resource.isEmpty || isOpenID($0) }
        scopes += everyday.filter { !scopes.contains($0) }
        var translated = fields.filter { $0.name != "resource" && $0.name != "scope" }
        if !scopes.isEmpty { translated.append(("scope", scopes.joined(separator: " "))) }
        return translated
    }

    private static func isOpenID(_ scope: String) -> Bool {
        ["openid", "profile", "email", "offline_access"].contains(scope)
    }

    /// The first generation polls with `code`, and calls the grant by a shorter name.
    private static func polling(_ fields: Fields) -> Fields {
        let hasOwn = fields.contains { $0.name == "device_code" }
        return fields.compactMap { field in
            switch field.name {
            case "grant_type": ("grant_type", deviceGrant)
            case "code": hasOwn ? nil : ("device_code", field.value)
            case "resource": nil
            default: field
            }
        }
    }
}
