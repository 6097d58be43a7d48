import MartletActions

/// What a page of a sign-in shows of the app beside its name: a picture from our own address, and links in words.
package struct AppLinks: Sendable {
    /// The path of the picture.
    package var logo: String?
    /// What the app does with data.
    package var policy: String?
    /// Its terms.
    package var terms: String?
    /// Whether the app registered itself.
    package var isSelfRegistered: Bool

    /// Links with every field given.
    package init(
        logo: String? = nil, policy: String? = nil, terms: String? = nil, isSelfRegistered: Bool = false
    ) {
        self.logo = logo
        self.policy = policy
        self.terms = terms
        self.isSelfRegistered = isSelfRegistered
    }

    /// The links of an app; none where no app waits.
    init(_ appearance: ApplicationAppearance?) {
        self.init(
            logo: appearance?.pictured.map { "/logos/\($0)" }, policy: appearance?.policyURI,
            terms: appearance?.termsURI, isSelfRegistered: appearance?.isSelfRegistered ?? false)
    }

    /// The values of the partial `app-links`.
    var content: ViewObject {
        [
            "logo": ViewValue(logo), "policy": Self.web(policy), "terms": Self.web(terms),
            "hasLinks": .flag(policy != nil || terms != nil), "isSelfRegistered": .flag(isSelfRegistered),
        ]
    }

    /// An address that a page may lead to; whatever else somebody wrote there is not shown.
    static func web(_ address: String?) -> ViewValue {
        address?.hasPrefix("https://") == true ? ViewValue(address) : .absent
    }
}
