import Foundation
import MartletDirectory

/// What the app asks for by `acr_values` and `claims` (A021, RFC 9470, OIDC Core section 5.5.1.1).
extension AuthorizeRequestCheck {
    /// The assurance that must be reached.
    ///
    /// Of several acceptable values the weakest is asked for, since it is enough; policy may always ask for more. An
    /// unknown value that is merely wished for is ignored; an essential one that is unknown is refused.
    static func assurance(
        _ parameters: AuthorizeParameters
    ) throws(AuthorizeProblem) -> SignInFacts.RequestedAssurance {
        let wished = weakest(of: (parameters["acr_values"] ?? "").split(separator: " ").map(String.init)) ?? .any
        guard let text = parameters["claims"] else { return wished }
        guard text.utf8.count <= 4096, let claims = try? JSONDecoder().decode(Claims.self, from: Data(text.utf8)) else {
            throw invalid(90023, "claims is not understood")
        }
        guard let request = claims.idToken?.acr ?? nil else { return wished }
        let values = (request.values ?? []) + (request.value.map { [$0] } ?? [])
        guard let known = weakest(of: values) else {
            guard request.essential == true, !values.isEmpty else { return wished }
            throw AuthorizeProblem(
                .unmetAuthenticationRequirements, 53003, "the requested authentication context is not known")
        }
        return known.rawValue > wished.rawValue ? known : wished
    }

    private static func weakest(of values: [String]) -> SignInFacts.RequestedAssurance? {
        values.compactMap { value in
            switch value {
            case Clearance.Assurance.singleFactor.acr: SignInFacts.RequestedAssurance.any
            case Clearance.Assurance.multiFactor.acr: .multiFactor
            case Clearance.Assurance.phishingResistant.acr: .phishingResistant
            default: nil
            }
        }.min { $0.rawValue < $1.rawValue }
    }

    private struct Claims: Decodable {
        struct ACR: Decodable {
            var essential: Bool?
            var value: String?
            var values: [String]?
        }
        struct IDToken: Decodable { var acr: ACR? }
        enum CodingKeys: String, CodingKey { case idToken = "id_token" }
        var idToken: IDToken?
    }
}
