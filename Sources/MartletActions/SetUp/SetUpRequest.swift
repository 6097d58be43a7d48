import MartletDirectory
import MartletPolicy

/// What is asked when an organisation is set up.
package struct SetUpRequest: Sendable {
    /// The organisation's name.
    package var organizationName: String
    /// Its domain.
    package var domain: String
    /// The name of the first administrator.
    package var displayName: String
    /// The sign-in name of the first administrator; without an `@` the domain is added.
    package var userName: String
    /// The password of the first administrator.
    package var password: String

    /// A request with every field given.
    package init(organizationName: String, domain: String, displayName: String, userName: String, password: String) {
        self.organizationName = organizationName
        self.domain = domain
        self.displayName = displayName
        self.userName = userName
        self.password = password
    }

    /// The organisation and its first administrator that the request describes.
    /// - Throws: `ActionError.invalid` naming `organizationName`, `domain`, `displayName`, `userName`.
    func draft(_ tools: Tools, at: Timestamp) throws -> SetUpDraft {
        var checks = FieldChecks()
        let name = checks.name(organizationName, in: "organizationName", limit: 120)
        let person = checks.name(displayName, in: "displayName")
        let domainName = checkedDomain(&checks)
        let full = userName.contains("@") ? userName : "\(userName)@\(domainName ?? "")"
        var principal: UserPrincipalName?
        if userName.allSatisfy(\.isWhitespace) {
            checks.found(.missing, in: "userName")
        } else if let domainName {
            principal = checks.userPrincipalName(full, in: "userName", domain: domainName)
        }
        try checks.done()
        guard let domainName, let principal else { throw ActionError.invalid(checks.problems) }
        let tenant = Tenant(
            id: tools.ambient.newID(), displayName: name, domain: domainName, createdAt: at,
            securityDefaults: SecurityDefaultsSetting(isEnabled: true, enabledAt: at))
        let user = User(
            id: tools.ambient.newID(), tenant: tenant.id, userPrincipalName: principal, displayName: person,
            createdAt: at, sessionsValidFrom: at)
        return SetUpDraft(tenant: tenant, user: user)
    }

    private func checkedDomain(_ checks: inout FieldChecks) -> String? {
        let text = domain.trimmingSpaces
        guard !text.isEmpty else {
            checks.found(.missing, in: "domain")
            return nil
        }
        guard let name = DomainName(parsing: text) else {
            checks.found(.malformed, in: "domain")
            return nil
        }
        return name.text
    }
}

/// The organisation and its first administrator before they are stored.
struct SetUpDraft: Sendable {
    var tenant: Tenant
    var user: User
}

extension String {
    /// Without the white space around it.
    fileprivate var trimmingSpaces: String {
        let start = drop(while: \.isWhitespace)
        return String(start.reversed().drop(while: \.isWhitespace).reversed())
    }
}
