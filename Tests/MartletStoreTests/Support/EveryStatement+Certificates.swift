import MartletDirectory
import MartletStore

extension EveryStatement {
    static func certificates(_ tables: Tables) throws {
        let (rows, people) = (tables.certificateAuthorities, tables.personCertificates)
        let (tenant, ada) = (Sample.tenant.id, Sample.ada.id)
        let authority = Sample.authority("authority")
        _ = try rows.insert(authority)
        _ = try rows.list(in: tenant)
        _ = try rows.keyIdentifiers(in: tenant)
        _ = try rows.setList([1], endsAt: Sample.now, of: authority.id, in: tenant, at: Sample.now)
        _ = try rows.state(in: tenant)
        _ = try rows.delete(authority.id, in: tenant)
        let certificate = Sample.certificate("certificate")
        _ = try people.insert(certificate)
        _ = try people.list(ada)
        _ = try people.find(binding: certificate.binding, in: tenant)
        let seen = PersonCertificate.Seen(
            subject: "CN=Ada", issuer: "ab", policies: ["1.2"], notAfter: Sample.now, at: Sample.now)
        _ = try people.note(seen, of: certificate.id, user: ada)
        _ = try people.shown(in: tenant)
        try people.forgetShown(certificate.id, of: ada)
        _ = try people.delete(certificate.id, of: ada)
        try people.deleteAll(of: ada)
    }
}
