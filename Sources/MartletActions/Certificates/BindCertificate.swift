import MartletCredentials
import MartletDirectory
import MartletPolicy
import MartletStore

/// Binds a certificate to a person, more firmly than a name in it does.
package struct BindCertificate: Sendable {
    let tools: Tools

    /// An action that works with `tools`.
    package init(_ tools: Tools) {
        self.tools = tools
    }

    /// The text that binds the certificate in `pem` by its public key.
    /// - Throws: `ActionError.invalid` naming `certificate`.
    package static func binding(of pem: String) throws -> String {
        guard let reader = try? CertificateReader(pem: pem), let shown = try? PersonalCertificate(der: reader.der),
            let binding = shown.facts.bindings.first
        else { throw ActionError.invalid([FieldProblem("certificate", .malformed)]) }
        return binding
    }

    /// Binds whatever shows `text`, a text of `CertificateBinding`, to a person. It counts as a method of theirs once it
    /// was shown in a sign-in, beside another method of theirs if they have one. For a first method, binding is an
    /// administrator's word.
    /// - Throws: `ActionError.notFound`, `.forbidden`, `.needsFreshSecondFactor`, `.invalid` naming `binding` for a text that
    ///   binds nothing or is bound to somebody, or one too many, `.lastAdministrator`; `StoreError`.
    package func callAsFunction(_ text: String, to id: ID<User>, by caller: Caller) async throws -> PersonCertificate {
        let at = tools.now
        guard let binding = CertificateBinding.canonical(text) else {
            throw ActionError.invalid([FieldProblem("binding", .malformed)])
        }
        let certificate = PersonCertificate(
            id: tools.ambient.newID(of: PersonCertificate.self), user: id, tenant: caller.tenant, binding: binding,
            isBound: true, createdAt: at)
        return try await tools.change(.certificateBound, by: caller) { tables, log in
            let user = try tables.existingUser(id, in: caller.tenant)
            log.on(user)
            try tables.permit(caller, to: .manageMethods, target: id)
            try tables.wantFreshSecondFactor(of: caller, at: at)
            let known = try tables.personCertificates.list(id)
            guard known.count(where: \.isBound) < PersonCertificate.most else {
                throw ActionError.invalid([FieldProblem("binding", .notAllowed)])
            }
            // What a name in it led to stands for the same certificate, and goes on as the method that it is.
            var certificate = certificate
            for learned in known where !learned.isBound && learned.binding == binding {
                certificate.seen = learned.seen
                _ = try tables.personCertificates.delete(learned.id, of: id)
            }
            guard try tables.personCertificates.insert(certificate) else {
                throw ActionError.invalid([FieldProblem("binding", .taken)])
            }
            try tables.keepAnAdministrator(in: caller.tenant, whenLosing: id, at: at)
            log.set("certificateUserId", from: nil, to: binding)
            return certificate
        }
    }
}

/// Lists the certificates of a person.
package struct ListCertificates: Sendable {
    let tools: Tools

    /// An action that works with `tools`.
    package init(_ tools: Tools) {
        self.tools = tools
    }

    /// The certificates, oldest first.
    /// - Throws: `ActionError.notFound`, `.forbidden`; `StoreError`.
    package func callAsFunction(of user: ID<User>, by caller: Caller) async throws -> [PersonCertificate] {
        try await tools.store.read { tables in
            _ = try tables.existingUser(user, in: caller.tenant)
            try tables.permit(caller, to: .readMethodsPolicy)
            return try tables.personCertificates.list(user)
        }
    }
}
