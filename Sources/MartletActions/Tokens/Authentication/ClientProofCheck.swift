import MartletCredentials
import MartletDirectory
import MartletStore

/// Checks what a request shows against the one method that counts for its app.
struct ClientProofCheck: Sendable {
    let tools: Tools
    let record: ClientRecord
    let request: TokenRequest
    let at: Timestamp

    private var application: Application { record.application }
    private var rules: ClientAuthenticationSettings { application.settings.authentication }

    /// What is left to be spent once the app has proven itself.
    /// - Throws: `OAuthError`.
    func callAsFunction(_ shown: ShownCredential) async throws -> Spending {
        switch shown {
        case .assertion(let assertion, let text):
            guard application.kind == .confidential else { throw OAuthError.needlessProof }
            // A declared method is the only one (A185).
            guard isDeclared(.privateKeyJWT) else { throw OAuthError.unprovenAssertion }
            return try await AssertionCheck(tools: tools, record: record, request: request, at: at)(
                assertion, text: text)
        case .basic(_, let secret): return try checkSecret(secret, by: .clientSecretBasic)
        case .posted(let secret): return try checkSecret(secret, by: .clientSecretPost)
        case .nothing: return try await checkConnection()
        }
    }

    private func isDeclared(_ method: ClientAuthenticationSettings.Method) -> Bool {
        rules.method.map { $0 == method } ?? true
    }

    private func checkSecret(
        _ secret: String, by method: ClientAuthenticationSettings.Method
    ) throws -> Spending {
        guard application.kind == .confidential else {
            guard secret.isEmpty else { throw OAuthError.needlessProof }
            return Spending()
        }
        // The FAPI 2.0 Security Profile knows no secrets (section 5.3.2.1).
        guard isDeclared(method), !rules.isFAPI, let token = OpaqueToken.parse(secret, .clientSecret) else {
            throw OAuthError.invalidClient
        }
        var matched: ClientCredential?
        for credential in record.credentials where credential.kind == .secret {
            if ConstantTime.areEqual(credential.digest, token.digest) { matched = credential }
        }
        guard let matched else { throw OAuthError.invalidClient }
        if let end = matched.expiresAt, end <= at { throw OAuthError("invalid_client", 7_000_222, status: 401) }
        return Spending(use: .credential(matched))
    }

    /// RFC 8705 section 2: the certificate of the connection, for apps that declared it; public apps prove nothing.
    private func checkConnection() async throws -> Spending {
        switch (application.kind, rules.method) {
        case (.confidential, .tlsClientAuth): return Spending(use: try await checkNamedCertificate())
        case (.confidential, .selfSignedTLSClientAuth): return Spending(use: try checkKnownCertificate())
        case (.confidential, _): throw OAuthError.noProof
        case (.public, _): break
        }
        return Spending()
    }

    /// An authority of this installation vouches for the certificate, and it has the name that the app registered.
    private func checkNamedCertificate() async throws -> Spending.Use {
        let chain = request.sender.certificates.prefix(1 + ClientCertificate.longestChain).compactMap {
            try? ClientCertificate(der: $0)
        }
        guard let certificate = chain.first, chain.count == request.sender.certificates.count,
            let name = rules.certificateName, certificate.isNamed(name)
        else { throw OAuthError.noProof }
        guard
            await certificate.verifies(
                chain: Array(chain.dropFirst()), roots: tools.clientAuthorities, at: at)
        else { throw OAuthError.noProof }
        return record.use(of: .authority, named: Hexadecimal.text(of: certificate.thumbprint), at: at)
    }

    /// The certificate is one that the app registered, or holds a key of its key set (RFC 8705 section 2.2).
    private func checkKnownCertificate() throws -> Spending.Use {
        guard let certificate = request.sender.certificate else { throw OAuthError.noProof }
        let registered = record.credentials.first {
            $0.kind == .certificate && ConstantTime.areEqual($0.digest, certificate.thumbprint)
        }
        let keys = rules.keySet.flatMap { try? JSONWebKeySet(json: $0) } ?? JSONWebKeySet()
        guard registered != nil || certificate.hasKey(of: keys) else { throw OAuthError.noProof }
        guard certificate.isInUse(at: at) else { throw OAuthError("invalid_client", 7_000_222, status: 401) }
        return registered.map(Spending.Use.credential)
            ?? record.use(of: .keySet, named: Hexadecimal.text(of: certificate.thumbprint), at: at)
    }
}

extension ClientCertificate {
    /// Whether the certificate is named as `name` says (RFC 8705 section 2.1.2); exactly, and never by a part (A186).
    fileprivate func isNamed(_ name: ClientAuthenticationSettings.CertificateName) -> Bool {
        switch name.kind {
        case .subjectDN: hasSubject(name.value)
        case .dns: alternativeNames.contains(.dns(name.value.lowercased()))
        case .uri: alternativeNames.contains(.uri(name.value))
        case .email: alternativeNames.contains(.email(name.value))
        case .ip: IPAddressBytes.parse(name.value).map { alternativeNames.contains(.ip($0)) } ?? false
        }
    }
}
