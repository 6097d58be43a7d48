/// Which certificates count in a strength (`x509CertificateCombinationConfiguration`, AS-4).
package struct CertificateLimit: Sendable, Hashable, Codable {
    /// The key identifiers of the authorities that may have signed one, in lower-case hexadecimal digits; empty for every
    /// authority.
    package var issuers: [String]
    /// The policies of which a certificate must name one, as object identifiers with dots; empty for any or none.
    package var policies: [String]
    /// The combinations in which it holds, as Graph writes them; each has a certificate in it. Empty for every one that has.
    package var combinations: [String]

    /// The most authorities, and the most policies.
    package static let most = 5

    /// A limit with every field given.
    package init(issuers: [String] = [], policies: [String] = [], combinations: [String] = []) {
        self.issuers = issuers
        self.policies = policies
        self.combinations = combinations
    }

    /// Whether it holds in a combination that has a certificate in it.
    package func holds(in combination: String) -> Bool { combinations.isEmpty || combinations.contains(combination) }

    /// Whether a certificate counts that an authority signed and that names these policies: where both are limited, both
    /// must fit.
    package func allows(issuer: String, policies named: some Sequence<String>) -> Bool {
        (issuers.isEmpty || issuers.contains(issuer)) && (policies.isEmpty || named.contains(where: policies.contains))
    }
}
