import MartletCredentials
import MartletDirectory

/// By what a request tries to prove which app it is of: exactly one thing, or it is refused (A184).
enum ShownCredential: Sendable {
    /// Id and secret of the Authorization header.
    case basic(clientID: String, secret: String)
    /// The secret in the form.
    case posted(secret: String)
    /// A JWT, not yet believed.
    case assertion(ClientAssertion, text: String)
    /// Nothing in the request; perhaps the certificate of its connection.
    case nothing
}

extension TokenRequest {
    /// What the request shows; two at once are refused, whatever either is worth (A184, A185).
    func shownCredential() throws -> ShownCredential {
        guard !hasUnreadableAuthorization else { throw OAuthError.invalidClient }
        let type = value("client_assertion_type")
        let posted = value("client_secret")
        if let text = value("client_assertion") {
            guard basic == nil, posted == nil else { throw OAuthError.invalidClient }
            guard type == ClientAssertion.type else { throw OAuthError.unprovenAssertion }
            do { return .assertion(try ClientAssertion(text), text: text) } catch { throw OAuthError(error) }
        }
        guard type == nil else { throw OAuthError.unprovenAssertion }
        guard basic == nil || posted == nil else { throw OAuthError.invalidClient }
        if let basic {
            if let named = value("client_id"), named != basic.clientID { throw OAuthError.invalidClient }
            return .basic(clientID: basic.clientID, secret: basic.secret)
        }
        return posted.map { .posted(secret: $0) } ?? .nothing
    }

    /// The app that the request says it is of.
    func clientID(_ shown: ShownCredential) throws -> String {
        switch shown {
        case .basic(let clientID, _): return clientID
        case .assertion(let assertion, _):
            if let named = value("client_id") ?? assertion.unverifiedSubject { return named }
        case .posted, .nothing:
            if let named = value("client_id") { return named }
        }
        throw OAuthError("invalid_client", 900_144, status: 401)
    }
}
