import MartletDirectory
import MartletPolicy
import MartletStore

/// Why a request to a phone ended with no.
enum PushDenial: Sendable {
    case declined, reported, wrongNumber

    /// The word in the steps of the sign-in log; the first two as Entra's log has them (PN-13).
    var result: String {
        switch self {
        case .declined: "MFA denied; user declined the authentication"
        case .reported: "MFA denied, fraud code entered"
        case .wrongNumber: "wrong"
        }
    }

    /// One English sentence for the log.
    var reasonForLog: String {
        switch self {
        case .declined: "the request was declined on the phone"
        case .reported: "the request was declined on the phone as not the person's own"
        case .wrongNumber: "another number was typed on the phone three times"
        }
    }
}

extension Tools {
    /// Writes the line of a sign-in that a phone has said no to, when it says so: whoever waits in the browser may never
    /// ask for the answer.
    func recordDenial(of asked: PhoneRequest, _ denial: PushDenial, at: Timestamp, in tables: Tables) throws {
        guard let pending = try tables.pendingSignIns.find(handleHash: asked.handleHash),
            let flow = try tables.flow(of: pending, at: at)
        else { return }
        let detail = SignInRecord.Detail(
            method: asked.isAlone ? Method.passwordlessPush.name : Method.push.name, at: at, succeeded: false,
            result: denial.result)
        let event = SignInEvent(
            status: .failure, errorCode: 500121, failureReason: denial.reasonForLog,
            details: flow.proofDetails + [detail])
        var context = flow.context(origin: asked.origin)
        // A request that stood alone was asked before anybody had proven who they are.
        if context.user == nil { context.user = try tables.users.find(asked.user, in: asked.tenant) }
        try record(event, of: context, at: at, in: tables)
    }

    /// Takes the person's word that a sign-in was not theirs (PN-10, PN-12): it is an alert in the audit log, and where the
    /// organisation wants it so, every sign-in of theirs ends and the password, which somebody else knows, is replaced.
    ///
    /// Where there was no more than a name behind the request, nothing is to be ended, and nobody is at risk for it (PN-12).
    func report(
        _ asked: PhoneRequest, of user: User, from phone: Phone, at: Timestamp, in tables: Tables
    ) throws {
        let acts =
            try asked.followsProof
            && tables.tenants.find(user.tenant)?.methodsPolicy.authenticator.actsOnReports ?? true
        let caller = Caller(
            identity: .user(user.id, name: user.userPrincipalName.text, session: ID("")), tenant: user.tenant,
            correlationID: newCorrelationID())
        var log = ChangeLog()
        log.on(user)
        log.set("address", from: nil, to: asked.origin.address)
        log.set("application", from: nil, to: asked.applicationName.isEmpty ? asked.client : asked.applicationName)
        log.set("phone", from: nil, to: phone.name)
        log.set("action", from: nil, to: acts ? "signedOutAndPasswordChange" : "none")
        try tables.audits.insert(record(.signInReported, by: caller, at: at, log: log))
        guard asked.followsProof else { return }
        try tables.riskDetections.insert(
            RiskDetection(
                id: ambient.newID(), tenant: user.tenant, user: user.id, kind: .userReportedSuspiciousActivity,
                level: .high, signIn: nil, detectedAt: at))
        try blockReporter(user, by: caller, at: at, in: tables)
        guard acts else { return }
        try tables.endSignIns(of: user.id, in: user.tenant, at: at, reason: .reported)
        guard var password = try tables.passwords.find(user.id), !password.mustChange else { return }
        password.mustChange = true
        try tables.passwords.save(password)
    }
}
