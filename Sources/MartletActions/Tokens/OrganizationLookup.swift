import MartletCredentials
import MartletDirectory
import MartletStore

/// The names in a path that stand for whichever organisation it turns out to be (design section 5).
package enum AnyOrganization {
    /// As Entra's clients write them. `consumers` is not among them: there are no personal accounts here.
    package static let names = ["common", "organizations"]

    /// Whether a segment of a path is one of them, in any letter case.
    package static func isNamed(_ text: String) -> Bool { names.contains(text.lowercased()) }
}

/// What leads from a request to its organisation where the path names none.
struct OrganizationClues: Sendable {
    /// The `client_id`, not believed: it only says whose app is to be looked at.
    var application: String?
    /// An authorization code or a refresh token.
    var code: OpaqueToken?
    var refreshToken: OpaqueToken?
    /// Sign-in names or domains.
    var names: [String] = []
}

extension Tables {
    /// The tenant that a path names by id or by domain (design section 5).
    package func tenant(named text: String) throws -> Tenant? {
        if let id = ID<Tenant>(parsing: text) { return try tenants.find(id) }
        guard let domain = DomainName(parsing: text) else { return nil }
        return try tenants.find(domain: domain.text)
    }

    /// The tenant that a path names, or, under `common` and `organizations`, the first to which a clue leads; with one
    /// tenant in the store it is that one.
    ///
    /// The app comes first: what a stranger sends about a person must not decide whether the app is known (A093).
    func tenant(named text: String, clues: OrganizationClues) throws -> Tenant? {
        guard AnyOrganization.isNamed(text) else { return try tenant(named: text) }
        if let id = clues.application.flatMap({ ID<Application>(parsing: $0) }),
            let application = try applications.find(id)
        {
            return try tenants.find(application.tenant)
        }
        if let code = try clues.code.flatMap({ try authorizationCodes.find($0.digest) }) {
            return try tenants.find(code.tenant)
        }
        if let token = try clues.refreshToken.flatMap({ try refreshTokens.find($0.digest) }) {
            return try tenants.find(token.tenant)
        }
        for name in clues.names {
            if let domain = DomainName(ofSignInName: name), let tenant = try tenants.find(domain: domain.text) {
                return tenant
            }
        }
        let all = try tenants.list()
        return all.count == 1 ? all[0] : nil
    }
}

extension DomainName {
    /// The domain of a sign-in name, or of a text that is a domain.
    package init?(ofSignInName text: String) {
        let canonical = UserPrincipalName.canonicalForm(ofTyped: String(text.prefix(256)))
        self.init(parsing: String(canonical.split(separator: "@", omittingEmptySubsequences: false).last ?? ""))
    }
}

extension TokenRequest {
    /// What leads to the organisation of a token request.
    var clues: OrganizationClues {
        OrganizationClues(
            application: basic?.clientID ?? value("client_id"),
            code: value("code").flatMap { OpaqueToken.parse($0, .authorizationCode) },
            refreshToken: value("refresh_token").flatMap { OpaqueToken.parse($0, .refreshToken) },
            names: [value("username")].compactMap(\.self))
    }
}
