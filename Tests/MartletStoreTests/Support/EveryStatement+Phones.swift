import MartletDirectory
import MartletStore

extension EveryStatement {
    /// The statements about phones, of which the authenticator app `id` is one.
    static func phones(
        _ tables: Tables, _ id: ID<TOTPMethod>, of ada: ID<User>, in tenant: ID<Tenant>, at now: Timestamp
    ) throws {
        try tables.phones.insert(Sample.phone(id))
        _ = try tables.phones.find(id)
        _ = try tables.phones.list(ada)
        try tables.phones.touch(id, at: now)
        try tables.phones.subscribe(id, nil)
        _ = try tables.phones.claimTrial(id, at: now, after: now)
        try tables.phones.setMessageAddress(id, "https://ntfy.example/mia")
        try tables.phones.noteMessage(id, of: ID("request"))
        try tables.phones.setPIN(id, [1])
        let enrolment = Sample.enrolment("enrolment")
        try tables.phoneEnrolments.begin(enrolment)
        _ = try tables.phoneEnrolments.find(enrolment.id)
        _ = try tables.phoneEnrolments.find(owner: enrolment.ownerHash)
        _ = try tables.phoneEnrolments.join(
            code: enrolment.codeHash, name: "", publicKey: [4], subscription: nil, at: now)
        _ = try tables.phoneEnrolments.answer(enrolment.id, .proven, wrongTries: 0, at: now)
        _ = try tables.phoneEnrolments.delete(owner: enrolment.ownerHash)
        try tables.phoneEnrolments.deleteAll(of: ada)
        let request = Sample.pushRequest("request")
        try tables.pushRequests.insert(request)
        _ = try tables.pushRequests.find(request.id)
        _ = try tables.pushRequests.newest(handleHash: request.handleHash, alone: true)
        _ = try tables.pushRequests.list(ada, after: now)
        _ = try tables.pushRequests.claim(at: now, limit: 5)
        try tables.pushRequests.tellAgain(request.id)
        try tables.pushRequests.countWrong(request.id)
        _ = try tables.pushRequests.report(request.id, by: id, at: now)
        _ = try tables.pushRequests.answer(request.id, .approved, by: id, at: now)
        _ = try tables.pushRequests.spend(request.id)
        try tables.pushRequests.withdraw(request.id, at: now)
        try tables.pushRequests.endAll(of: ada, at: now)
        try tables.pushRequests.deleteAll(of: ada)
        _ = try tables.pushIdentity.sealedKey()
        try tables.pushIdentity.insert([1], at: now)
        _ = try tables.sealedSecrets.replace(.pushIdentity(sealed: [1]), with: [2])
    }
}
