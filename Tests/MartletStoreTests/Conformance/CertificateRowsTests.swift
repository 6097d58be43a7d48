import MartletDirectory
import MartletStore
import Testing

@Suite struct `Rows of certificates` {
    @Test(arguments: ConformanceEngine.all)
    func `an authority comes back with its list, is there once, and goes`(engine: ConformanceEngine) async throws {
        try await engine.withSample { store in
            try await store.write { (tables) throws in
                let (rows, tenant) = (tables.certificateAuthorities, Sample.tenant.id)
                var first = Sample.authority("first")
                #expect(try rows.insert(first))
                var copy = Sample.authority("copy")
                copy.thumbprint = first.thumbprint
                #expect(try !rows.insert(copy))
                #expect(try rows.list(in: tenant) == [first])
                #expect(try rows.keyIdentifiers(in: tenant) == ["key-first"])
                #expect(try rows.list(in: Sample.otherTenant.id).isEmpty)
                let (at, other) = (Sample.now, Sample.otherTenant.id)
                let state = try rows.state(in: tenant)
                #expect(try rows.state(in: tenant) == state && rows.state(in: other).isEmpty)
                #expect(try !rows.setList([7], endsAt: at, of: first.id, in: other, at: at))
                #expect(try rows.setList([7], endsAt: at, of: first.id, in: tenant, at: at))
                #expect(try rows.state(in: tenant) != state)
                first.revocationList = [7]
                first.listEndsAt = Sample.now
                #expect(try rows.list(in: tenant) == [first])
                #expect(try !rows.delete(first.id, in: Sample.otherTenant.id))
                #expect(try rows.delete(first.id, in: tenant))
                #expect(try rows.list(in: tenant).isEmpty)
            }
        }
    }

    @Test(arguments: ConformanceEngine.all)
    func `what is bound is one person's, what was learned is each one's`(engine: ConformanceEngine) async throws {
        try await engine.withSample { store in
            try await store.write { (tables) throws in
                let rows = tables.personCertificates
                let bound = Sample.certificate("bound")
                #expect(try rows.insert(bound))
                var again = Sample.certificate("again")
                again.binding = bound.binding
                #expect(try !rows.insert(again))
                var learned = Sample.certificate("learned", isBound: false)
                learned.seen = PersonCertificate.Seen(
                    subject: "CN=Ada", issuer: "ab", policies: ["1.2", "3.4"], notAfter: Sample.now + .days(1),
                    at: Sample.now, serialNumber: "07",
                    authorities: [
                        AuthorityLink(authority: "aa", serialNumber: "01"),
                        AuthorityLink(authority: "bb", serialNumber: ""),
                    ])
                #expect(try rows.insert(learned))
                #expect(try rows.shown(in: learned.tenant) == [learned])
                #expect(try rows.shown(in: Sample.otherTenant.id).isEmpty)
                #expect(try rows.list(Sample.ada.id) == [bound, learned])
                #expect(try rows.find(binding: bound.binding, in: bound.tenant) == bound)
                #expect(try rows.find(binding: learned.binding, in: bound.tenant) == nil)
                #expect(try rows.find(binding: bound.binding, in: Sample.otherTenant.id) == nil)
                #expect(try rows.delete(learned.id, of: Sample.stranger.id) == false)
                #expect(try rows.deleteAll(of: Sample.ada.id) == 2)
            }
        }
    }

    @Test(arguments: ConformanceEngine.all)
    func `a certificate that was shown registers its owner, one that was only bound does not`(
        engine: ConformanceEngine
    ) async throws {
        try await engine.withSample { store in
            try await store.write { (tables) throws in
                let (rows, ada) = (tables.personCertificates, Sample.ada.id)
                let bound = Sample.certificate("bound")
                #expect(try rows.insert(bound))
                #expect(try !tables.users.isRegistered(ada))
                let seen = PersonCertificate.Seen(
                    subject: "CN=Ada", issuer: "ab", policies: [], notAfter: Sample.now, at: Sample.now)
                #expect(try !rows.note(seen, of: bound.id, user: Sample.stranger.id))
                #expect(try rows.note(seen, of: bound.id, user: ada))
                #expect(try rows.list(ada).first?.seen == seen)
                #expect(try tables.users.isRegistered(ada))
                try rows.forgetShown(bound.id, of: Sample.stranger.id)
                #expect(try tables.users.isRegistered(ada))
                try rows.forgetShown(bound.id, of: ada)
                #expect(try !tables.users.isRegistered(ada) && rows.list(ada) == [bound])
            }
        }
    }
}
