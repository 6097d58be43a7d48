import MartletCredentials
import MartletDirectory
import MartletPolicy
import MartletStore

/// Adds the authorities in a file to those that an organisation trusts about its people's certificates.
package struct AddCertificateAuthorities: Sendable {
    let tools: Tools

    /// An action that works with `tools`.
    package init(_ tools: Tools) {
        self.tools = tools
    }

    /// Adds every certificate in `pem`, roots and those between; at most twenty in all.
    /// - Throws: `ActionError.forbidden`, `.invalid` naming `certificate` for one that is no authority's, has ended or is
    ///   there, has the key identifier of another key that is there, or is one too many; `StoreError`.
    @discardableResult
    package func callAsFunction(_ pem: String, by caller: Caller) async throws -> [CertificateAuthority] {
        let at = tools.now
        // Nobody's certificates are read but those of somebody who may bring some.
        try await tools.judge(.certificateAuthorityAdded, by: caller) { tables, _ in
            try tables.permit(caller, to: .manageCertificateAuthorities)
        }
        let read: [TrustedAuthority]
        do throws(TrustedAuthority.Refused) {
            read = try TrustedAuthority.read(pem: pem, at: at)
        } catch {
            let problem: FieldProblem.Problem =
                switch error {
                case .malformed: .malformed
                case .notAnAuthority, .expired: .notAllowed
                }
            throw ActionError.invalid([FieldProblem("certificate", problem)])
        }
        let new = read.map { authority in
            CertificateAuthority(
                id: tools.ambient.newID(of: CertificateAuthority.self), tenant: caller.tenant,
                certificate: authority.der, thumbprint: authority.thumbprint, subject: authority.subject,
                keyIdentifier: authority.keyIdentifier, isRoot: authority.isRoot, notAfter: authority.notAfter,
                createdAt: at)
        }
        return try await tools.change(.certificateAuthorityAdded, by: caller) { tables, log in
            log.on(.policy, SetMethodsPolicy.policyID, "Authentication methods policy")
            try tables.permit(caller, to: .manageCertificateAuthorities)
            let present = try tables.certificateAuthorities.list(in: caller.tenant)
            guard present.count + new.count <= CertificateAuthority.most else {
                throw ActionError.invalid([FieldProblem("certificate", .tooLong)])
            }
            let known = present.compactMap { try? TrustedAuthority(der: $0.certificate) } + read
            guard !read.contains(where: { known.contains(where: $0.pretendsToBe) }) else {
                throw ActionError.invalid([FieldProblem("certificate", .taken)])
            }
            for authority in new {
                guard try tables.certificateAuthorities.insert(authority) else {
                    throw ActionError.invalid([FieldProblem("certificate", .taken)])
                }
                log.set("certificateAuthority", from: nil, to: authority.textForLog)
            }
            return new
        }
    }
}

/// Replaces what an authority says that it has revoked. Whoever signed in with what is revoked now is signed out.
package struct SetRevocationList: Sendable {
    let tools: Tools

    /// An action that works with `tools`.
    package init(_ tools: Tools) {
        self.tools = tools
    }

    /// Stores a list in DER or PEM for the authority that signed it.
    /// - Throws: `ActionError.notFound` for an authority that is not there, `.forbidden`, `.invalid` naming `list` for one
    ///   that cannot be read, is not the authority's, has run out, or is older than the one that is here; `StoreError`.
    package func callAsFunction(
        _ bytes: [UInt8], for id: ID<CertificateAuthority>, by caller: Caller
    ) async throws -> CertificateAuthority {
        let at = tools.now
        try await tools.judge(.revocationListSet, by: caller) { tables, _ in
            try tables.permit(caller, to: .manageCertificateAuthorities)
        }
        guard let list = try? RevocationList(bytes) else {
            throw ActionError.invalid([FieldProblem("list", .malformed)])
        }
        return try await tools.change(.revocationListSet, by: caller) { tables, log in
            log.on(.policy, SetMethodsPolicy.policyID, "Authentication methods policy")
            try tables.permit(caller, to: .manageCertificateAuthorities)
            let found = try tables.certificateAuthorities.list(in: caller.tenant).first { $0.id == id }
            guard var authority = found else { throw ActionError.notFound("certificate authority") }
            let old = authority.revocationList.flatMap { try? RevocationList($0) }
            guard let trusted = try? TrustedAuthority(der: authority.certificate), list.isSigned(by: trusted),
                list.isCurrent(at: at), old.map({ $0.issuedAt <= list.issuedAt }) ?? true
            else { throw ActionError.invalid([FieldProblem("list", .notAllowed)]) }
            _ = try tables.certificateAuthorities.setList(
                list.der, endsAt: list.endsAt, of: id, in: caller.tenant, at: at)
            log.set("certificateAuthority", from: nil, to: authority.textForLog)
            log.set("revokedCertificates", from: old.map { String($0.count) }, to: String(list.count))
            // What is revoked goes at once, whoever has it: a list is never refused for whom it stops.
            let withdrawn = try tools.withdrawCertificates(by: caller, at: at, in: tables)
            log.set("withdrawnCertificates", from: nil, to: withdrawn == 0 ? nil : String(withdrawn))
            authority.revocationList = list.der
            authority.listEndsAt = list.endsAt
            return authority
        }
    }
}

/// Ends the trust in an authority. Every certificate on whose way to the root it stood counts no more, and who signed in
/// with one is signed out; unless another copy of the same authority, with its subject and key, is here still.
package struct RemoveCertificateAuthority: Sendable {
    let tools: Tools

    /// An action that works with `tools`.
    package init(_ tools: Tools) {
        self.tools = tools
    }

    /// Removes the authority.
    /// - Throws: `ActionError.notFound`, `.forbidden`, `.lastAdministrator` where only a certificate under it makes the
    ///   last usable Global Administrator (promise 7); `StoreError`.
    package func callAsFunction(_ id: ID<CertificateAuthority>, by caller: Caller) async throws {
        let at = tools.now
        try await tools.change(.certificateAuthorityRemoved, by: caller) { tables, log in
            log.on(.policy, SetMethodsPolicy.policyID, "Authentication methods policy")
            try tables.permit(caller, to: .manageCertificateAuthorities)
            let found = try tables.certificateAuthorities.list(in: caller.tenant).first { $0.id == id }
            let hadAdministrator = try tables.hasUsableAdministrator(in: caller.tenant, at: at)
            guard let found, try tables.certificateAuthorities.delete(id, in: caller.tenant) else {
                throw ActionError.notFound("certificate authority")
            }
            log.set("certificateAuthority", from: found.textForLog, to: nil)
            let withdrawn = try tools.withdrawCertificates(by: caller, at: at, in: tables)
            log.set("withdrawnCertificates", from: nil, to: withdrawn == 0 ? nil : String(withdrawn))
            if hadAdministrator { try tables.keepAnAdministrator(in: caller.tenant, at: at) }
        }
    }
}

/// Lists the authorities that an organisation trusts about its people's certificates.
package struct ListCertificateAuthorities: Sendable {
    let tools: Tools

    /// An action that works with `tools`.
    package init(_ tools: Tools) {
        self.tools = tools
    }

    /// The authorities, oldest first, and whether the caller may change them.
    /// - Throws: `ActionError.forbidden`; `StoreError`.
    package func callAsFunction(
        by caller: Caller
    ) async throws -> (authorities: [CertificateAuthority], mayChange: Bool) {
        try await tools.store.read { tables in
            try tables.permit(caller, to: .readMethodsPolicy)
            return (
                try tables.certificateAuthorities.list(in: caller.tenant),
                try tables.isPermitted(caller, to: .manageCertificateAuthorities)
            )
        }
    }
}

extension CertificateAuthority {
    fileprivate var textForLog: String { "\(subject) (\(thumbprint.prefix(16)))" }
}
