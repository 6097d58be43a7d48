/// How certificates of people (X.509) may be used, and what they are worth.
package struct CertificateSettings: SparseDocument {
    /// How a certificate tells whose it is.
    package enum NameRule: String, Sendable, Codable, CaseIterable {
        /// The PrincipalName among its alternative names is the user principal name.
        case principalName
        /// A mail address among its alternative names is the user principal name.
        case rfc822Name
    }

    /// Whether they may be used at all.
    package var isEnabled: Bool
    /// For whom, where they may.
    package var targets: MethodTargets
    /// Which names in a certificate are looked at, in this order. Where an administrator bound a certificate to a person,
    /// that comes before every name.
    package var nameRules: [NameRule]
    /// Whether a name is not enough, and only what an administrator bound counts.
    package var wantsStrongBinding: Bool
    /// What a certificate is worth about which no rule says anything.
    package var worth: CertificateWorth
    /// What certificates of certain authorities or policies are worth.
    package var rules: [CertificateRule]
    /// Whether a certificate counts only while a valid list of revoked certificates of its authority is here.
    package var wantsRevocationList: Bool
    /// Where authorities publish their lists; of one that is not here a list is brought by somebody.
    package var revocationLists: [RevocationListAddress]

    /// The defaults: off, and one factor where it is switched on.
    package init() {
        isEnabled = false
        targets = .init()
        nameRules = [.principalName]
        wantsStrongBinding = false
        worth = .singleFactor
        rules = []
        wantsRevocationList = true
        revocationLists = []
    }

    package init(from decoder: any Decoder) throws {
        let members = try decoder.container(keyedBy: CodingKeys.self)
        isEnabled = try members.decode(.isEnabled, or: false)
        targets = try members.decode(.targets, or: .init())
        nameRules = try members.decode(.nameRules, or: [.principalName])
        wantsStrongBinding = try members.decode(.wantsStrongBinding, or: false)
        worth = try members.decode(.worth, or: .singleFactor)
        rules = try members.decode(.rules, or: [])
        wantsRevocationList = try members.decode(.wantsRevocationList, or: true)
        revocationLists = try members.decode(.revocationLists, or: [])
    }
}

/// What a certificate is worth.
package enum CertificateWorth: String, Sendable, Codable, CaseIterable { case singleFactor, multiFactor }

/// What certificates of an authority, of a policy, or of both together are worth (AS-4).
package struct CertificateRule: Sendable, Hashable, Codable {
    /// The key identifier of the authority that signed the certificate, in lower-case hexadecimal digits; `nil` for any.
    package var issuer: String?
    /// A policy that the certificate names, as an object identifier with dots; `nil` for any.
    package var policy: String?
    /// What it is worth.
    package var worth: CertificateWorth

    /// A rule with every field given.
    package init(issuer: String? = nil, policy: String? = nil, worth: CertificateWorth) {
        self.issuer = issuer
        self.policy = policy
        self.worth = worth
    }
}

/// Where an authority publishes what it has revoked.
package struct RevocationListAddress: Sendable, Hashable, Codable {
    /// The key identifier of the authority, in lower-case hexadecimal digits.
    package var issuer: String
    /// The URL of the list.
    package var url: String

    /// An address with both given.
    package init(issuer: String, url: String) {
        self.issuer = issuer
        self.url = url
    }
}
