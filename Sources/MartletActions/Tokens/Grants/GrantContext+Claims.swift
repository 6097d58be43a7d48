import MartletDirectory
import MartletPolicy

/// The `claims` parameter of a token request, as Microsoft's libraries hand it on from a claims challenge.
extension GrantContext {
    /// Whether a sign-in reaches the assurance that the request asks for by `acr`; any does, where it asks for none.
    /// - Throws: `OAuthError` for a parameter that is not understood, or an essential value that is not known.
    func isEnough(_ clearance: Clearance) throws -> Bool {
        let wanted: SignInFacts.RequestedAssurance
        do { wanted = try claims()?.assurance() ?? .any } catch { throw OAuthError(error) }
        return switch wanted {
        case .any: true
        case .multiFactor: clearance.assurance >= .multiFactor
        case .phishingResistant: clearance.assurance >= .phishingResistant
        }
    }

    /// A family as this answer is to be made of it: what the client says that it can do counts for the new token.
    /// - Throws: `OAuthError` for a parameter that is not understood.
    func asking(_ family: RefreshFamily) throws -> RefreshFamily {
        do {
            guard let claims = try claims(), !claims.accessToken.isEmpty else { return family }
            var asking = family
            asking.details.capabilities = claims.capabilities
            return asking
        } catch {
            throw OAuthError(error)
        }
    }

    private func claims() throws(AuthorizeProblem) -> ClaimsRequest? {
        guard let text = request.value("claims") else { return nil }
        return try ClaimsRequest(text)
    }
}
