import MartletCredentials
import MartletDirectory

/// The `groups` claim, or where to ask when there are too many for a token (Entra's overage).
struct GroupsClaim {
    /// The most groups that stand in a token.
    static let most = 200

    private let groups: [ID<Group>]?
    private let user: ID<User>
    private let tools: Tools

    init(_ groups: [ID<Group>]?, user: ID<User>, tools: Tools) {
        self.groups = groups
        self.user = user
        self.tools = tools
    }

    /// Adds the claim to `claims`.
    func add(to claims: inout JSONObject) {
        guard let groups, !groups.isEmpty else { return }
        guard groups.count > Self.most else {
            claims["groups"] = .strings(groups.map(\.rawValue))
            return
        }
        // OpenID Connect Core section 5.6.2: a distributed claim names where it is to be had.
        claims["_claim_names"] = .object(["groups": "src1"])
        let endpoint = "\(tools.publicURL.text)/v1.0/me/getMemberObjects"
        claims["_claim_sources"] = .object(["src1": .object(["endpoint": .string(endpoint)])])
    }
}
