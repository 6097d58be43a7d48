import MartletDirectory
import MartletPolicy

/// The `claims` parameter of a token request, as Microsoft's libraries hand it on from a claims challenge.
extension GrantContext {
    /// The assurance that the request asks for by `acr`; any, where it asks for none (RFC 9470 section 5).
    /// - Throws: `OAuthError` for a parameter that is not understood, or an essential value that is not known.
    func wantedAssurance() throws -> SignInFacts.RequestedAssurance {
        do { return try claims()?.assurance() ?? .any } catch { throw OAuthError(error) }
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
