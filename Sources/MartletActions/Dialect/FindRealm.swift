import MartletDirectory
import MartletStore

/// Says where the people of a domain sign in (Entra's user realm): here, or nobody knows.
///
/// It looks at the domain alone. No user is ever looked up, so every name of a domain has one answer (A089).
package struct FindRealm: Sendable {
    let tools: Tools

    /// The action on a set of tools.
    package init(_ tools: Tools) {
        self.tools = tools
    }

    /// A domain whose people sign in here.
    package struct Realm: Sendable, Equatable {
        /// The domain in lower case.
        package let domain: String
        /// The organisation's name, which stands on every sign-in page of it.
        package let organizationName: String
    }

    /// The realm of a sign-in name or of a domain; `nil` for a domain of nobody here.
    /// - Throws: `StoreError`.
    package func callAsFunction(_ name: String) async throws -> Realm? {
        guard let domain = DomainName(ofSignInName: name) else { return nil }
        return try await tools.store.read { tables in
            try tables.tenants.find(domain: domain.text).map {
                Realm(domain: $0.domain, organizationName: $0.displayName)
            }
        }
    }
}
