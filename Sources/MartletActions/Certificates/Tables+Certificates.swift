import MartletCredentials
import MartletDirectory
import MartletPolicy
import MartletStore

extension Tables {
    /// Whose certificate it is, and what binds it to them where an administrator did.
    /// - Throws: `CertificateProblem.notBound`, `.ambiguous`; `StoreError`.
    func owner(of facts: CertificateFacts, in tenant: Tenant) throws -> (user: User, bound: PersonCertificate?) {
        for clue in CertificateOwners.clues(in: facts, under: tenant.methodsPolicy.certificates) {
            switch clue {
            case .bound(let texts):
                let rows = try texts.compactMap { try personCertificates.find(binding: $0, in: tenant.id) }
                if let owner = try CertificateOwners.only(among: rows.map(\.user)),
                    let user = try users.find(owner, in: tenant.id)
                {
                    return (user, rows.first)
                }
            case .named(let names):
                let found = try names.compactMap { name in
                    let canonical = UserPrincipalName.canonicalForm(ofTyped: name)
                    return try users.find(upn: UserPrincipalName(stored: canonical), in: tenant.id)
                }
                if let owner = try CertificateOwners.only(among: found.map(\.id)),
                    let user = found.first(where: { $0.id == owner })
                {
                    return (user, nil)
                }
            }
        }
        throw CertificateProblem.notBound
    }

    /// The certificates with which a person can sign in: those that were shown here, whose authority is still trusted, by
    /// what they are worth now.
    func usableCertificates(
        of user: ID<User>, in tenant: ID<Tenant>, under settings: CertificateSettings
    ) throws -> [UsableCertificate] {
        guard settings.isEnabled else { return [] }
        let rows = try personCertificates.list(user).filter { $0.isBound || !settings.wantsStrongBinding }
        guard rows.contains(where: { $0.seen != nil }) else { return [] }
        let authorities = try certificateAuthorities.keyIdentifiers(in: tenant)
        return rows.compactMap { row in
            guard let seen = row.seen, authorities.contains(seen.issuer) else { return nil }
            return UsableCertificate(
                id: row.id, method: settings.method(issuer: seen.issuer, policies: seen.policies),
                issuer: seen.issuer, policies: seen.policies, endsAt: seen.notAfter)
        }
    }
}

extension Tables {
    /// Whether somebody has a certificate that counts as a method and signs in for a month at least, as far as can be
    /// told: what ends sooner leaves nobody in by itself.
    func hasLastingCertificate(_ user: User, among allowed: AllowedMethods, at: Timestamp) throws -> Bool {
        let settings = try tenants.find(user.tenant)?.methodsPolicy.certificates ?? CertificateSettings()
        let usable = try usableCertificates(of: user.id, in: user.tenant, under: settings).filter {
            $0.endsAt >= at + .days(30) && allowed.methods.contains(MethodSet($0.method))
        }
        guard !usable.isEmpty else { return false }
        let trust = CertificateTrust(
            try certificateAuthorities.list(in: user.tenant), wantsList: settings.wantsRevocationList)
        let rows = try personCertificates.list(user.id)
        return usable.contains { certificate in
            guard let seen = rows.first(where: { $0.id == certificate.id })?.seen, let serialNumber = seen.serialNumber
            else { return false }
            return (try? trust.check(serialNumber: serialNumber, behind: seen.authorities, at: at)) != nil
        }
    }
}

/// A certificate that counts for a person until it ends.
struct UsableCertificate: Sendable, Equatable {
    /// Which it is.
    let id: ID<PersonCertificate>
    /// What it is worth.
    let method: Method
    /// The key identifier of the authority that signed it.
    let issuer: String
    /// The policies that it names.
    let policies: [String]
    /// When it ends.
    let endsAt: Timestamp

    /// What strengths tell it from others by (AS-4).
    var kind: CertificateKind { CertificateKind(method, issuer: issuer, policies: Set(policies)) }
    /// What a proof of it bears.
    var mark: String { CertificateMark.text(issuer: issuer, policies: policies) }
}
