import MartletDirectory

extension CertificateSettings {
    /// What a certificate is worth that an authority with this key identifier signed and that names these policies.
    ///
    /// The rule that says most about it wins: one of authority and policy before one of a policy, that before one of an
    /// authority, and any before the default. Where two say as much, the one that thinks less of it wins.
    package func worth(issuer: String, policies: [String]) -> CertificateWorth {
        let applicable = rules.filter { rule in
            (rule.issuer == nil || rule.issuer == issuer)
                && (rule.policy.map { policies.contains($0) } ?? true)
        }
        guard let most = applicable.map(\.weight).max() else { return worth }
        let isStrong = applicable.allSatisfy { $0.weight < most || $0.worth == .multiFactor }
        return isStrong ? .multiFactor : .singleFactor
    }

    /// The method that such a certificate is.
    package func method(issuer: String, policies: [String]) -> Method {
        worth(issuer: issuer, policies: policies) == .multiFactor ? .multiFactorCertificate : .certificate
    }
}

extension CertificateRule {
    /// How much a rule says; nothing at all of one that names neither.
    fileprivate var weight: Int { (policy == nil ? 0 : 2) + (issuer == nil ? 0 : 1) }
}
