import MartletCredentials
import MartletDirectory

/// What must be shown with a token beside the token: a key (RFC 9449) or the certificate of the connection (RFC 8705).
/// A stolen token is worth nothing without it.
package enum TokenBinding: Sendable, Hashable {
    /// The RFC 7638 thumbprint of a DPoP key, in base64url.
    case key(String)
    /// `x5t#S256` of a certificate, in base64url.
    case certificate(String)

    /// Reads the form in which families and codes keep it.
    package init?(stored text: String) {
        for (prefix, make) in [("jkt:", Self.key), ("x5t#S256:", Self.certificate)] where text.hasPrefix(prefix) {
            self = make(String(text.dropFirst(prefix.count)))
            return
        }
        return nil
    }

    /// What a verified access token is bound to, by its `cnf`; `nil` for a bearer token.
    /// - Throws: `Unknown` for a `cnf` that is not understood: such a token is no bearer token.
    package init?(claims: JSONObject) throws(Unknown) {
        guard let value = claims["cnf"] else { return nil }
        guard case .object(let confirmation) = value, confirmation.members.count == 1 else { throw Unknown() }
        if let thumbprint = confirmation.string("jkt") {
            self = .key(thumbprint)
        } else if let thumbprint = confirmation.string("x5t#S256") {
            self = .certificate(thumbprint)
        } else {
            throw Unknown()
        }
    }

    /// A confirmation that is not understood.
    package struct Unknown: Error {}

    /// The form in which families and codes keep it.
    package var stored: String {
        switch self {
        case .key(let thumbprint): "jkt:" + thumbprint
        case .certificate(let thumbprint): "x5t#S256:" + thumbprint
        }
    }

    /// The `cnf` claim (RFC 7800, RFC 9449 section 6.1, RFC 8705 section 3.1).
    package var confirmation: JSONObject {
        switch self {
        case .key(let thumbprint): ["jkt": .string(thumbprint)]
        case .certificate(let thumbprint): ["x5t#S256": .string(thumbprint)]
        }
    }

    /// `token_type` of a token that is bound to this: only DPoP has a name of its own (RFC 8705 section 3).
    package var tokenType: String {
        switch self {
        case .key: "DPoP"
        case .certificate: "Bearer"
        }
    }
}
