import MartletDirectory

/// What the app asks for by `acr_values`, `claims`, `resource` and `dpop_jkt` (A021, RFC 9470, OpenID Connect Core section
/// 5.5, RFC 8707, RFC 9449 section 10).
extension AuthorizeRequestCheck {
    /// The assurance that must be reached.
    ///
    /// Of several acceptable values the weakest is asked for, since it is enough; policy may always ask for more. An
    /// unknown value that is merely wished for is ignored; an essential one that is unknown is refused.
    static func assurance(
        _ parameters: AuthorizeParameters, _ claims: ClaimsRequest?, _ settings: RequestSettings
    ) throws(AuthorizeProblem) -> SignInFacts.RequestedAssurance {
        let asked = parameters["acr_values"].map { $0.split(separator: " ").map(String.init) }
        let wished = weakest(of: asked ?? settings.defaultACRValues) ?? .any
        guard let known = try claims?.assurance() else { return wished }
        return known.rawValue > wished.rawValue ? known : wished
    }

    /// What is asked for beyond the scopes; the names of claims and of the API are still to be looked up.
    static func details(
        _ parameters: AuthorizeParameters, _ claims: ClaimsRequest?
    ) throws(AuthorizeProblem) -> GrantDetails? {
        var details = GrantDetails()
        details.audience = try resource(parameters)
        if let thumbprint = parameters["dpop_jkt"] {
            guard thumbprint.utf8.count == 43, thumbprint.utf8.allSatisfy(isBase64URL) else {
                throw invalid(90023, "dpop_jkt is not a thumbprint")
            }
            details.binding = "jkt:\(thumbprint)"
        }
        if let claims {
            details.idTokenClaims = claims.idToken.keys.sorted()
            details.userInfoClaims = claims.userInfo.keys.sorted()
            details.capabilities = claims.capabilities
        }
        return details == GrantDetails() ? nil : details
    }

    /// The name of the API that the token is for: at most one, without a fragment (RFC 8707 section 2).
    static func resource(_ parameters: AuthorizeParameters) throws(AuthorizeProblem) -> String? {
        guard !parameters.isRepeated("resource") else {
            throw AuthorizeProblem(.invalidTarget, 500_011, "one resource at a time is enough")
        }
        guard let name = parameters["resource"] else { return nil }
        guard name.utf8.count <= 2048, !name.contains("#"), name.utf8.allSatisfy({ $0 > 32 && $0 < 127 }) else {
            throw AuthorizeProblem(.invalidTarget, 500_011, "resource is not the name of an API")
        }
        return name
    }

    static func weakest(of values: [String]) -> SignInFacts.RequestedAssurance? {
        values.compactMap { value in
            switch value {
            case Clearance.Assurance.singleFactor.acr: SignInFacts.RequestedAssurance.any
            case Clearance.Assurance.multiFactor.acr: .multiFactor
            case Clearance.Assurance.phishingResistant.acr: .phishingResistant
            default: nil
            }
        }.min { $0.rawValue < $1.rawValue }
    }
}
