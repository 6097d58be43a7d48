import MartletDirectory
import MartletStore
import Testing

@Suite struct `Rows of the logs` {
    @Test(arguments: ConformanceEngine.all)
    func `a sign-in record comes back with every reason`(engine: ConformanceEngine) async throws {
        try await engine.withSample { store in
            let record = Sample.signIn("one", session: Sample.session.id)
            try await store.write { try $0.signIns.insert(record) }
            try await store.read { (tables) throws in
                #expect(try tables.signIns.find(record.id, in: record.tenant) == record)
                #expect(try tables.signIns.find(record.id, in: Sample.otherTenant.id) == nil)
            }
        }
    }

    @Test(arguments: ConformanceEngine.all)
    func `the sign-in log is newest first and paged without gap or repeat`(engine: ConformanceEngine) async throws {
        try await engine.withSample { store in
            try await store.write { (tables) throws in
                // Three at each instant, so that the id must break the tie.
                for index in 0..<20 {
                    try tables.signIns.insert(Sample.signIn("\(index)", at: Sample.now + .seconds(index / 3)))
                }
                var seen: [SignInRecord] = []
                var cursor: String?
                repeat {
                    let page = try tables.signIns.list(in: Sample.tenant.id, after: cursor, limit: 6)
                    seen += page.items
                    cursor = page.next
                } while cursor != nil
                #expect(seen.count == 20)
                #expect(Set(seen.map(\.id)).count == 20)
                #expect(seen.map(\.createdAt) == seen.map(\.createdAt).sorted(by: >))
                #expect(try tables.signIns.list(in: Sample.otherTenant.id, limit: 6).items.isEmpty)
            }
        }
    }

    @Test(arguments: ConformanceEngine.all)
    func `each filter narrows the sign-in log`(engine: ConformanceEngine) async throws {
        try await engine.withSample { store in
            try await store.write { (tables) throws in
                let rows = tables.signIns
                try rows.insert(Sample.signIn("good"))
                try rows.insert(
                    Sample.signIn("wrong", at: Sample.now + .hours(1), status: .failure, errorCode: 50126))
                try rows.insert(
                    Sample.signIn(
                        "imap", at: Sample.now + .hours(2), status: .failure, client: "IMAP4", errorCode: 530035))
                var unknown = Sample.signIn("nobody", at: Sample.now + .hours(3), status: .interrupted)
                unknown.user = nil
                unknown.application = nil
                unknown.userPrincipalName = "100%_nobody@contoso.example"
                unknown.origin = Origin(address: "2001:db8::7", userAgent: "", country: nil)
                try rows.insert(unknown)

                func found(_ filter: SignInFilter) throws -> Set<ID<SignInRecord>> {
                    Set(try rows.list(in: Sample.tenant.id, filter: filter, limit: 9).items.map(\.id))
                }
                let (good, wrong, imap) = (
                    Sample.signIn("good").id, Sample.signIn("wrong").id, Sample.signIn("imap").id
                )
                #expect(try found(SignInFilter()) == [good, wrong, imap, unknown.id])
                #expect(try found(SignInFilter(user: Sample.ada.id)) == [good, wrong, imap])
                #expect(try found(SignInFilter(text: " NOBODY@ ")) == [unknown.id])
                #expect(try found(SignInFilter(text: "0%_")) == [unknown.id])
                #expect(try found(SignInFilter(text: "%")) == [unknown.id])
                #expect(try found(SignInFilter(text: "2001:DB8::7")) == [unknown.id])
                #expect(try found(SignInFilter(text: "correlation-imap")) == [imap])
                #expect(try found(SignInFilter(application: Sample.portal.id)) == [good, wrong, imap])
                #expect(try found(SignInFilter(status: .interrupted)) == [unknown.id])
                #expect(try found(SignInFilter(clientApp: "IMAP4")) == [imap])
                #expect(try found(SignInFilter(legacyOnly: true)) == [imap])
                #expect(try found(SignInFilter(errorCode: 50126)) == [wrong])
                #expect(try found(SignInFilter(from: Sample.now + .hours(1))) == [wrong, imap, unknown.id])
                #expect(try found(SignInFilter(to: Sample.now + .hours(1))) == [good])
                #expect(
                    try found(SignInFilter(user: Sample.ada.id, status: .failure, from: Sample.now + .hours(2)))
                        == [imap])
            }
        }
    }

    @Test(arguments: ConformanceEngine.all)
    func `sign-ins are counted by day and by outcome`(engine: ConformanceEngine) async throws {
        try await engine.withSample { store in
            try await store.write { (tables) throws in
                let (rows, tenant) = (tables.signIns, Sample.tenant.id)
                let midnight = Sample.now.startOfDay
                for (index, status) in [SignInRecord.Status.success, .success, .failure, .interrupted].enumerated() {
                    try rows.insert(Sample.signIn("a\(index)", at: midnight + .hours(index * 7), status: status))
                }
                try rows.insert(Sample.signIn("b", at: midnight + .days(2), status: .failure, client: "POP3"))
                try rows.insert(Sample.signIn("c", at: midnight + .days(3), status: .failure, client: "POP3"))
                let days = try rows.countsByDay(in: tenant, from: midnight, to: midnight + .days(3))
                #expect(
                    days == [
                        SignInDay(day: midnight, success: 2, failure: 1, interrupted: 1, legacy: 0),
                        SignInDay(day: midnight + .days(2), success: 0, failure: 1, interrupted: 0, legacy: 1),
                    ])
                #expect(try rows.legacyAttempts(in: tenant, from: midnight) == 2)
                #expect(try rows.legacyAttempts(in: Sample.otherTenant.id, from: midnight) == 0)
                #expect(
                    try rows.topLegacy(in: tenant, from: midnight, limit: 3) == [
                        LegacySource(userPrincipalName: "ada@contoso.example", clientAppUsed: "POP3", count: 2)
                    ])
            }
        }
    }

    @Test(arguments: ConformanceEngine.all)
    func `a period is told in numbers`(engine: ConformanceEngine) async throws {
        try await engine.withSample { store in
            try await store.write { (tables) throws in
                let (rows, tenant) = (tables.signIns, Sample.tenant.id)
                try rows.insert(Sample.signIn("early", at: Sample.now - .seconds(1)))
                try rows.insert(Sample.signIn("good"))
                try rows.insert(Sample.signIn("asked", status: .interrupted, errorCode: 50074))
                try rows.insert(Sample.signIn("pop", status: .failure, client: "POP3", errorCode: 530035))
                try rows.insert(Sample.signIn("imap", client: "IMAP4"))
                #expect(
                    try rows.numbers(in: tenant, from: Sample.now)
                        == SignInNumbers(challenges: 1, legacyAttempts: 2, legacyRefused: 1))
                #expect(try rows.countsByApplication(in: tenant, from: Sample.now) == [Sample.portal.id: 2])
                #expect(try rows.countsByApplication(in: Sample.otherTenant.id, from: Sample.now) == [:])
            }
        }
    }

    @Test(arguments: ConformanceEngine.all)
    func `an audit record comes back with actor, targets and changes`(engine: ConformanceEngine) async throws {
        try await engine.withSample { store in
            let target = AuditRecord.Target(kind: .user, id: Sample.ada.id.rawValue, name: "Ada \"the\" First")
            let records = [
                Sample.audit("a", targets: [target, target]), Sample.audit("b", actor: .operator),
                Sample.audit("c", actor: .system, isAlert: true),
            ]
            try await store.write { (tables) throws in
                for record in records { try tables.audits.insert(record) }
                for record in records {
                    #expect(try tables.audits.find(record.id, in: record.tenant) == record)
                    #expect(try tables.audits.find(record.id, in: Sample.otherTenant.id) == nil)
                }
            }
        }
    }

    @Test(arguments: ConformanceEngine.all)
    func `each filter narrows the audit log`(engine: ConformanceEngine) async throws {
        try await engine.withSample { store in
            try await store.write { (tables) throws in
                let rows = tables.audits
                let role = AuditRecord.Target(kind: .role, id: "role-id", name: "Global Administrator")
                try rows.insert(Sample.audit("a"))
                try rows.insert(
                    Sample.audit(
                        "b", at: Sample.now + .hours(1), category: .roleManagement, actor: .operator, isAlert: true,
                        targets: [role]))
                func found(_ filter: AuditFilter) throws -> [ID<AuditRecord>] {
                    try rows.list(in: Sample.tenant.id, filter: filter, limit: 9).items.map(\.id)
                }
                let (first, second) = (Sample.audit("a").id, Sample.audit("b").id)
                #expect(try found(AuditFilter()) == [second, first])
                #expect(try found(AuditFilter(category: .roleManagement)) == [second])
                #expect(try found(AuditFilter(actor: "ada@CONTOSO")) == [first])
                #expect(try found(AuditFilter(actor: "%")) == [])
                #expect(try found(AuditFilter(activity: "Update user")) == [second, first])
                #expect(try found(AuditFilter(activity: "Delete user")) == [])
                #expect(try found(AuditFilter(alertsOnly: true)) == [second])
                #expect(try found(AuditFilter(target: "role-id")) == [second])
                #expect(try found(AuditFilter(from: Sample.now + .hours(1))) == [second])
                #expect(try found(AuditFilter(to: Sample.now + .hours(1))) == [first])
                let page = try rows.list(in: Sample.tenant.id, limit: 1)
                #expect(page.items.map(\.id) == [second])
                #expect(try rows.list(in: Sample.tenant.id, after: page.next, limit: 1).items.map(\.id) == [first])
            }
        }
    }

    @Test(arguments: ConformanceEngine.all)
    func `logs are pruned oldest first, in batches, in one tenant (D30)`(engine: ConformanceEngine) async throws {
        try await engine.withSample { store in
            try await store.write { (tables) throws in
                let target = AuditRecord.Target(kind: .user, id: "x", name: "x")
                for index in 0..<10 {
                    let time = Sample.now + .hours(index)
                    try tables.signIns.insert(Sample.signIn("\(index)", at: time))
                    try tables.audits.insert(Sample.audit("\(index)", at: time, targets: [target]))
                }
                let limit = Sample.now + .hours(8)
                #expect(try tables.upkeep.pruneLogs(in: Sample.otherTenant.id, before: limit, limit: 5) == 0)
                let removed = try (0..<3).map { _ in
                    try tables.upkeep.pruneLogs(in: Sample.tenant.id, before: limit, limit: 5)
                }
                #expect(removed == [10, 6, 0])
                #expect(try tables.signIns.list(in: Sample.tenant.id, limit: 99).items.count == 2)
                #expect(
                    try tables.audits.list(in: Sample.tenant.id, filter: AuditFilter(target: "x"), limit: 99)
                        .items.count == 2)
            }
        }
    }
}
