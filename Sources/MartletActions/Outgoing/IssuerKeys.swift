import MartletCredentials
import MartletDirectory
import MartletPolicy

/// The keys of other issuers whose tokens an app is trusted by (federated credentials), found by their discovery
/// documents.
package struct IssuerKeys: Sendable {
    private let documents: FetchedDocuments<Metadata>
    private let sets: ClientKeys

    /// What is used of a discovery document.
    private struct Metadata: Sendable {
        let issuer: String
        let keySetURL: String

        init?(_ bytes: [UInt8]) {
            guard let object = try? JSONReader.object(bytes), let issuer = object.string("issuer"),
                let keySetURL = object.string("jwks_uri")
            else { return nil }
            self.issuer = issuer
            self.keySetURL = keySetURL
        }
    }

    /// Keys fetched by `outgoing`; the sets are kept beside those of apps.
    package init(_ outgoing: any OutgoingFetch, sets: ClientKeys) {
        documents = FetchedDocuments(outgoing, .json) { Metadata($0) }
        self.sets = sets
    }

    /// The keys of `issuer`, which its own document must name character by character
    /// (OpenID Connect Discovery 1.0 section 4.3; N-10.5.3).
    /// - Throws: why there is no copy; `OutgoingRefusal.content` where the document speaks of another issuer.
    package func keySet(
        of issuer: String, wanting keyID: String? = nil, now: Timestamp
    ) async throws(OutgoingRefusal) -> JSONWebKeySet {
        let metadata = try await documents.document(at: Self.discoveryURL(of: issuer), now: now)
        guard metadata.issuer.utf8.elementsEqual(issuer.utf8) else { throw .content }
        return try await sets.keySet(at: metadata.keySetURL, wanting: keyID, now: now)
    }

    private static func discoveryURL(of issuer: String) -> String {
        (issuer.hasSuffix("/") ? String(issuer.dropLast()) : issuer) + "/.well-known/openid-configuration"
    }
}
