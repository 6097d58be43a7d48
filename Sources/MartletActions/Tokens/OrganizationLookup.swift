import MartletDirectory
import MartletStore

extension Tables {
    /// The tenant that a path names by id or by domain (design section 5).
    package func tenant(named text: String) throws -> Tenant? {
        if let id = ID<Tenant>(parsing: text) { return try tenants.find(id) }
        guard let domain = DomainName(parsing: text) else { return nil }
        return try tenants.find(domain: domain.text)
    }
}
