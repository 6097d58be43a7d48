import MartletCredentials
import MartletDirectory
import MartletStore

extension Tools {
    /// Takes out of count every certificate for which the authorities, as they stand now, speak no more: one of those on
    /// its way to the root is gone, or has revoked it or an authority between.
    ///
    /// Whoever signed in with it is signed out, tokens included, and has a record of it in the audit log. Call it in the
    /// transaction of the change; answers how many there were.
    @discardableResult
    func withdrawCertificates(by caller: Caller, at: Timestamp, in tables: Tables) throws -> Int {
        let trust = CertificateTrust(try tables.certificateAuthorities.list(in: caller.tenant), wantsList: false)
        let issuers = try tables.certificateAuthorities.keyIdentifiers(in: caller.tenant)
        var count = 0
        for certificate in try tables.personCertificates.shown(in: caller.tenant) {
            guard let seen = certificate.seen, let problem = trust.problem(with: seen, issuers: issuers, at: at),
                let user = try tables.users.find(certificate.user, in: caller.tenant)
            else { continue }
            try tables.personCertificates.forgetShown(certificate.id, of: user.id)
            let ended = try tables.settleLoss(of: user.id, in: caller.tenant, at: at)
            var log = ChangeLog()
            log.on(user)
            log.set("method", from: PersonCertificate.logName, to: nil)
            log.set("subject", from: seen.subject, to: nil)
            log.set("reason", from: nil, to: problem.rawValue)
            log.set("sessions", from: String(ended.sessions), to: "0")
            try tables.audits.insert(record(.certificateWithdrawn, by: caller, at: at, log: log))
            count += 1
        }
        return count
    }
}

extension CertificateTrust {
    /// What speaks against a certificate that was believed once. Where the way to its root was not kept, the authority
    /// that signed it must be here still; what it has revoked shows with its next use.
    fileprivate func problem(
        with seen: PersonCertificate.Seen, issuers: Set<String>, at: Timestamp
    ) -> CertificateProblem? {
        guard let serialNumber = seen.serialNumber, !seen.authorities.isEmpty else {
            return issuers.contains(seen.issuer) ? nil : .unknownAuthority
        }
        do throws(CertificateProblem) {
            try check(serialNumber: serialNumber, behind: seen.authorities, at: at)
            return nil
        } catch {
            return error
        }
    }
}
