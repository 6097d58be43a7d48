import MartletCredentials
import MartletDirectory
import MartletPolicy

/// The keys that apps publish at their `jwks_uri`, fetched when they are needed and kept for five minutes.
package struct ClientKeys: Sendable {
    private let sets: FetchedDocuments<JSONWebKeySet>

    /// Keys fetched by `outgoing`.
    package init(_ outgoing: any OutgoingFetch) {
        sets = FetchedDocuments(outgoing, .keySet) { bytes in
            guard let text = String(validating: bytes, as: UTF8.self),
                let set = try? JSONWebKeySet(json: text, unsoundKey: .isLeftOut), !set.keys.isEmpty
            else { return nil }
            return set
        }
    }

    /// The key set at `url`. Where `keyID` is not in the copy that is kept, the set is fetched anew, so that an app may
    /// change its keys at any time (OpenID Connect Core 1.0 section 10.1.1); at most every thirty seconds.
    /// - Throws: why there is no copy.
    package func keySet(
        at url: String, wanting keyID: String? = nil, now: Timestamp
    ) async throws(OutgoingRefusal) -> JSONWebKeySet {
        try await sets.document(at: url, now: now) { set in
            keyID == nil || set.keys.contains { $0.keyID == keyID }
        }
    }
}
