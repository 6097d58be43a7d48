import MartletCredentials
import MartletDirectory
import MartletStore

/// What a request shows of its sender beside its words: proofs of a key, and the certificate of the connection.
package struct SenderProof: Sendable {
    /// The method of the request.
    package var method: String
    /// The address that was asked, made of the public URL and never of the Host header (RFC 9449 section 4.3).
    package var address: String
    /// The values of the `DPoP` header; more than one is refused.
    package var proofs: [String]
    /// The certificates of the connection in DER, the sender's own first; empty where it showed none (RFC 8705).
    package var certificates: [[UInt8]]

    /// A request that shows nothing.
    package static let nothing = SenderProof(method: "", address: "", proofs: [], certificates: [])

    /// A proof with every field given.
    package init(method: String, address: String, proofs: [String], certificates: [[UInt8]]) {
        self.method = method
        self.address = address
        self.proofs = proofs
        self.certificates = certificates
    }

    /// The sender's certificate, if it showed one that can be read.
    var certificate: ClientCertificate? { certificates.first.flatMap { try? ClientCertificate(der: $0) } }

    /// The key that the request proves to have, `nil` where it has no `DPoP` header. `accessToken` is the token that
    /// came with it.
    /// - Throws: `DPoPProof.Refused`.
    func key(accessToken: String? = nil, at point: Timestamp) throws -> DPoPProof.Shown? {
        guard let proof = proofs.first else { return nil }
        // RFC 9449 section 4.3: not more than one.
        guard proofs.count == 1 else { throw DPoPProof.Refused.malformed }
        return try DPoPProof(proof).verify(method: method, address: address, accessToken: accessToken, at: point)
    }
}

extension Tools {
    /// Spends a proof; `false` if it was shown before (A182). On every node and for all endpoints of the tenant.
    func spend(_ shown: DPoPProof.Shown, in tenant: ID<Tenant>) async throws -> Bool {
        try await store.write { tables in
            try tables.spentIdentifiers.spend(
                shown.digest, for: .proofOfPossession, in: tenant, expiresAt: shown.expiresAt)
        }
    }

    /// What the tokens of an authenticated app are to be bound to, by what its request shows and what the app is held
    /// to: a DPoP key where it shows one, its certificate where it asked for that, else nothing.
    ///
    /// A FAPI app gets no bearer token (`ensure-holder-of-key-required`).
    /// - Throws: `OAuthError`; `StoreError`.
    func binding(
        of sender: SenderProof, for application: Application, at point: Timestamp
    ) async throws -> TokenBinding? {
        let rules = application.settings.authentication
        let shown: DPoPProof.Shown?
        do { shown = try sender.key(at: point) } catch is DPoPProof.Refused { throw OAuthError.badProof }
        if let shown {
            guard try await spend(shown, in: application.tenant) else { throw OAuthError.badProof }
            return .key(shown.keyThumbprint)
        }
        guard !rules.requiresDPoP else { throw OAuthError.badProof }
        if rules.bindsTokensToCertificate {
            guard let certificate = sender.certificate else { throw OAuthError.noCertificate }
            return .certificate(certificate.thumbprintText)
        }
        guard !rules.isFAPI else { throw OAuthError.badProof }
        return nil
    }
}

extension OAuthError {
    /// A DPoP proof that is not right, was shown before, or is missing (RFC 9449 section 5).
    static let badProof = OAuthError("invalid_dpop_proof", 700_030)
    /// No certificate where the tokens are to be bound to one (RFC 8705 section 3).
    static let noCertificate = OAuthError("invalid_request", 700_031)
    /// A code or refresh token that is bound to another key or certificate.
    static let wrongSender = OAuthError("invalid_grant", 700_032)
}
