import MartletCredentials
import MartletDirectory

/// `client_info` of Microsoft's libraries: whom an answer concerns, so that they name the account in their cache.
enum ClientInfo {
    /// The user's and the tenant's ids as base64url of JSON.
    static func text(user: ID<User>, tenant: ID<Tenant>) -> String {
        let info: JSONObject = ["uid": .string(user.rawValue), "utid": .string(tenant.rawValue)]
        return Base64URL.encode(info.utf8)
    }
}
