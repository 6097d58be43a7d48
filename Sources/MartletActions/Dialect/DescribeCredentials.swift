import MartletDirectory
import MartletStore

/// What Entra's sign-in page asks about a name before it shows a password field: here it hears of the domain alone.
///
/// An address that asks about many names is stopped, so that nobody reads a directory off whatever may differ one day.
package struct DescribeCredentials: Sendable {
    let tools: Tools

    /// The action on a set of tools.
    package init(_ tools: Tools) {
        self.tools = tools
    }

    /// Whether people of the name's domain sign in here, with a password and a second factor.
    /// - Throws: `OAuthError` with 429 for too many names from one address (A079); `StoreError`.
    package func callAsFunction(name: String, origin: Origin) async throws -> Bool {
        // Names of no domain here are counted as well, in the books of the first organisation.
        let (realm, book) = try await tools.store.read { tables in
            let domain = DomainName(ofSignInName: name)
            let realm = try domain.flatMap { try tables.tenants.find(domain: $0.text) }
            return (realm, try realm ?? tables.tenants.first())
        }
        if let book, let seconds = try await tools.chargeName(name, from: origin, in: book.id) {
            throw OAuthError.tooManyNames(seconds)
        }
        return realm != nil
    }
}
