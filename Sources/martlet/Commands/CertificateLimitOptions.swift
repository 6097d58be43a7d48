import ArgumentParser
import MartletDirectory

/// Which certificates count in a strength (AS-4).
struct CertificateLimitOptions: ParsableArguments {
    @Option(
        name: .customLong("certificate-issuer"),
        help: "Key identifier of an authority whose certificates count; at most 5 times. `any` for every authority.")
    var issuers: [String] = []

    @Option(
        name: .customLong("certificate-policy"),
        help: "Object identifier of a policy that certificates must name; at most 5 times. `any` for any or none.")
    var policies: [String] = []

    @Option(
        name: .customLong("certificate-combination"),
        help:
            "A combination in which that holds; may be repeated. Without it, or with `any`, every one with a certificate."
    )
    var combinations: [String] = []

    /// What was asked for, over what there is: a part that is not named stays as it is.
    func limit(over old: CertificateLimit? = nil) -> CertificateLimit {
        var limit = CertificateLimit(
            issuers: Self.list(issuers, over: old?.issuers), policies: Self.list(policies, over: old?.policies),
            combinations: Self.list(combinations, over: old?.combinations))
        // Where nothing is limited any more, nothing holds anywhere.
        if limit.issuers.isEmpty, limit.policies.isEmpty, combinations.isEmpty { limit.combinations = [] }
        return limit
    }

    private static func list(_ typed: [String], over old: [String]?) -> [String] {
        typed == ["any"] ? [] : typed.isEmpty ? old ?? [] : typed
    }
}
