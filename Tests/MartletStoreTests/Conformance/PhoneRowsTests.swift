import MartletDirectory
import MartletStore
import Testing

@Suite struct `Rows of phones` {
    @Test(arguments: ConformanceEngine.all)
    func `a phone comes back with its app's name, and goes with its app`(engine: ConformanceEngine) async throws {
        try await engine.withSample { store in
            let app = Sample.totp("phone")
            let phone = Sample.phone(app.id, name: app.name)
            try await store.write { tables in
                try tables.totpMethods.insert(app)
                try tables.phones.insert(phone)
                #expect(try tables.phones.find(app.id) == phone)
                #expect(try tables.phones.list(phone.user) == [phone])
                try tables.phones.touch(app.id, at: Sample.now + .minutes(5))
                try tables.phones.subscribe(app.id, nil)
                let later = try tables.phones.find(app.id)
                #expect(later?.lastSeenAt == Sample.now + .minutes(5) && later?.subscription == nil)
                #expect(try tables.totpMethods.delete(app.id, of: phone.user))
                #expect(try tables.phones.find(app.id) == nil)
            }
        }
    }

    @Test(arguments: ConformanceEngine.all)
    func `an address for messages comes and goes, and is tried once in a while`(engine: ConformanceEngine) async throws
    {
        try await engine.withSample { store in
            let app = Sample.totp("phone")
            let now = Sample.now
            try await store.write { tables in
                let rows = tables.phones
                try tables.totpMethods.insert(app)
                try rows.insert(Sample.phone(app.id, name: app.name))
                #expect(try rows.find(app.id)?.messageAddress == nil)
                try rows.setMessageAddress(app.id, "https://ntfy.example/mia")
                try rows.noteMessage(app.id, of: Sample.id("request"))
                let told = try rows.find(app.id)
                #expect(told?.messageAddress == "https://ntfy.example/mia")
                #expect(told?.messageRequest == Sample.id("request"))
                try rows.setMessageAddress(app.id, nil)
                #expect(try rows.find(app.id)?.messageAddress == nil)
                #expect(try rows.claimTrial(app.id, at: now, after: now - .seconds(15)))
                #expect(try !rows.claimTrial(app.id, at: now + .seconds(14), after: now - .seconds(1)))
                #expect(try rows.claimTrial(app.id, at: now + .seconds(15), after: now))
                // A clock that was ahead holds up nobody.
                #expect(try rows.claimTrial(app.id, at: now, after: now - .seconds(15)))
            }
        }
    }

    @Test(arguments: ConformanceEngine.all)
    func `a code lets one phone join, once and in time`(engine: ConformanceEngine) async throws {
        try await engine.withSample { store in
            let enrolment = Sample.enrolment("one")
            try await store.write { tables in
                let rows = tables.phoneEnrolments
                try rows.begin(enrolment)
                #expect(try rows.find(enrolment.id) == enrolment)
                func join(_ at: Timestamp) throws -> PhoneEnrolment? {
                    try rows.join(
                        code: enrolment.codeHash, name: "Mia's", publicKey: [4], subscription: Sample.subscription,
                        at: at)
                }
                #expect(try join(enrolment.expiresAt) == nil)
                let joined = try join(Sample.now)
                #expect(joined?.state == .joined && joined?.name == "Mia's" && joined?.publicKey == [4])
                #expect(joined?.subscription == Sample.subscription)
                #expect(try join(Sample.now) == nil)
                #expect(try !rows.answer(enrolment.id, .proven, wrongTries: 0, at: enrolment.expiresAt))
                #expect(try rows.answer(enrolment.id, .joined, wrongTries: 1, at: Sample.now))
                #expect(try rows.answer(enrolment.id, .proven, wrongTries: 1, at: Sample.now))
                #expect(try !rows.answer(enrolment.id, .failed, wrongTries: 1, at: Sample.now))
                #expect(try rows.find(owner: enrolment.ownerHash)?.state == .proven)
                #expect(try rows.delete(owner: enrolment.ownerHash))
                #expect(try !rows.delete(owner: enrolment.ownerHash))
            }
        }
    }

    @Test(arguments: ConformanceEngine.all)
    func `A052 a request is answered once, in time, and spent once`(engine: ConformanceEngine) async throws {
        try await engine.withSample { store in
            let request = Sample.pushRequest("one")
            let late = Sample.pushRequest("late")
            let phone: ID<TOTPMethod> = Sample.id("phone")
            try await store.write { tables in
                let rows = tables.pushRequests
                try rows.insert(request)
                try rows.insert(late)
                #expect(try rows.find(request.id) == request)
                #expect(try !rows.spend(request.id))
                #expect(try !rows.answer(late.id, .approved, by: phone, at: late.expiresAt))
                #expect(try rows.answer(request.id, .approved, by: phone, at: Sample.now + .seconds(9)))
                #expect(try !rows.answer(request.id, .denied, by: phone, at: Sample.now + .seconds(9)))
                let answered = try rows.newest(handleHash: request.handleHash, alone: false)
                #expect(answered?.state == .approved && answered?.phone == phone)
                #expect(answered?.answeredAt == Sample.now + .seconds(9))
                #expect(try rows.newest(handleHash: request.handleHash, alone: true) == nil)
                #expect(try rows.spend(request.id))
                #expect(try !rows.spend(request.id))
                try rows.withdraw(late.id, at: Sample.now + .seconds(1))
                #expect(try rows.find(late.id)?.expiresAt == Sample.now + .seconds(1))
            }
        }
    }

    @Test(arguments: ConformanceEngine.all)
    func `A109 what waits and what was approved ends together, and what is over stays as it is`(
        engine: ConformanceEngine
    ) async throws {
        try await engine.withSample { store in
            let requests = ["waits", "approved", "denied"].map { Sample.pushRequest($0) }
            let phone: ID<TOTPMethod> = Sample.id("phone")
            let at = Sample.now + .seconds(9)
            try await store.write { tables in
                let rows = tables.pushRequests
                for request in requests { try rows.insert(request) }
                #expect(try rows.answer(requests[1].id, .approved, by: phone, at: at))
                #expect(try rows.answer(requests[2].id, .denied, by: phone, at: at))
                try rows.endAll(of: Sample.id("nobody"), at: at)
                #expect(try rows.find(requests[0].id) == requests[0])
                try rows.endAll(of: requests[0].user, at: at)
                #expect(try rows.find(requests[0].id)?.expiresAt == at)
                #expect(try !rows.answer(requests[0].id, .approved, by: phone, at: at))
                #expect(try !rows.spend(requests[1].id))
                #expect(try rows.find(requests[2].id)?.state == .denied)
            }
        }
    }

    @Test(arguments: ConformanceEngine.all)
    func `the phones are told once of a request, and not of one that is over`(engine: ConformanceEngine) async throws {
        try await engine.withSample { store in
            let (first, second) = (Sample.pushRequest("a"), Sample.pushRequest("b", at: Sample.now + .seconds(1)))
            try await store.write { tables in
                let rows = tables.pushRequests
                try rows.insert(first)
                try rows.insert(second)
                #expect(try rows.isAnyToTell(at: Sample.now))
                #expect(try rows.claim(at: first.expiresAt, limit: 5).map(\.id) == [second.id])
                #expect(try rows.claim(at: Sample.now, limit: 5).map(\.id) == [first.id])
                #expect(try rows.claim(at: Sample.now, limit: 5).isEmpty)
                #expect(try rows.list(first.user, after: Sample.now).map(\.id) == [second.id])
                try rows.countWrong(first.id)
                #expect(try rows.find(first.id)?.wrongTries == 1)
            }
        }
    }
}
