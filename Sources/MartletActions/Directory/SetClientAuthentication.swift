import MartletCredentials
import MartletDirectory
import MartletPolicy
import MartletStore

/// Says how an app proves itself and what its tokens are bound to.
package struct SetClientAuthentication: Sendable {
    let tools: Tools

    /// An action that works with `tools`.
    package init(_ tools: Tools) {
        self.tools = tools
    }

    /// Sets all of it; what `settings` leaves at its default goes back to the default.
    /// - Throws: `ActionError.notFound`, `.forbidden`, `.invalid` naming `method`, `keySet`, `keySetURI`,
    ///   `assertionAlgorithm` or `certificateName`; `StoreError`.
    @discardableResult
    package func callAsFunction(
        _ id: ID<Application>, _ settings: ClientAuthenticationSettings, by caller: Caller
    ) async throws -> Application {
        try await tools.change(.applicationUpdated, by: caller) { tables, log in
            var application = try tables.existingApplication(id, in: caller.tenant)
            log.on(application)
            try tables.permit(caller, to: .manageApplications)
            let clean = try checked(settings, for: application.kind)
            let before = application.settings.authentication
            log.set("authenticationMethod", from: before.method?.rawValue, to: clean.method?.rawValue)
            log.set("isFAPI", from: String(before.isFAPI), to: String(clean.isFAPI))
            log.set("requiresDPoP", from: String(before.requiresDPoP), to: String(clean.requiresDPoP))
            application.settings.authentication = clean
            try tables.applications.update(application)
            return application
        }
    }

    private func checked(
        _ settings: ClientAuthenticationSettings, for kind: Application.Kind
    ) throws -> ClientAuthenticationSettings {
        var (clean, checks) = (settings, FieldChecks())
        let isPublicMethod = settings.method.map { $0 == .none } ?? (kind == .public)
        if isPublicMethod != (kind == .public) { checks.found(.notAllowed, in: "method") }
        if settings.isFAPI,
            ![.privateKeyJWT, .tlsClientAuth, .selfSignedTLSClientAuth].contains(settings.method)
        {
            checks.found(.notAllowed, in: "method")
        }
        if let text = settings.keySet {
            if let set = try? JSONWebKeySet(json: text), !set.keys.isEmpty {
                clean.keySet = set.json
            } else {
                checks.found(.malformed, in: "keySet")
            }
        }
        if let address = settings.keySetURI {
            if settings.keySet != nil { checks.found(.notAllowed, in: "keySetURI") }
            if !address.hasPrefix("https://") || HTTPAddress(address) == nil {
                checks.found(.malformed, in: "keySetURI")
            }
        }
        if let algorithm = settings.assertionAlgorithm, JWSAlgorithm(rawValue: algorithm) == nil {
            checks.found(.unknown, in: "assertionAlgorithm")
        }
        if settings.method == .tlsClientAuth, settings.certificateName == nil {
            checks.found(.missing, in: "certificateName")
        }
        if let name = settings.certificateName, !name.isReadable { checks.found(.malformed, in: "certificateName") }
        try checks.done()
        return clean
    }
}

extension ClientAuthenticationSettings.CertificateName {
    /// Whether some certificate could have this name.
    fileprivate var isReadable: Bool {
        guard !value.isEmpty, value.utf8.count <= 1024 else { return false }
        switch kind {
        case .subjectDN: return DistinguishedNameText(value) != nil
        case .ip: return IPAddressBytes.parse(value) != nil
        case .dns, .uri, .email: return value.unicodeScalars.allSatisfy { $0.value > 0x20 && $0.value < 0x7f }
        }
    }
}
