import MartletCredentials
import MartletDirectory
import MartletPolicy
import MartletStore

/// Takes a phone's answer to a request, or to the test of its registration.
///
/// Every answer is checked against what is stored of the request (A052), and every wrong number counts for the account
/// as a wrong code does (A040, A051).
package struct AnswerPush: Sendable {
    let tools: Tools

    /// An action that works with `tools`.
    package init(_ tools: Tools) {
        self.tools = tools
    }

    /// What the person said.
    package enum Answer: String, Sendable, CaseIterable {
        /// Yes, with the number.
        case approve
        /// No.
        case deny
        /// No, and it was not me (PN-10).
        case report
    }

    /// What came of it.
    package enum Outcome: String, Sendable {
        /// The number was right.
        case approved
        /// It was not; another may be typed.
        case wrong
        /// The request is answered with no.
        case denied
        /// It was answered before, is over, or its sign-in does not wait any more.
        case gone
        /// Nothing is tried for this account now: too many codes and numbers were wrong.
        case locked
    }

    /// Takes the answer; `number` and `pin` are what was typed, the PIN for a request that stands alone only.
    /// - Throws: `PhoneRefusal`; `StoreError`.
    package func callAsFunction(
        _ call: PhoneCall, request: String, _ answer: Answer, number: String, pin: String = ""
    ) async throws -> Outcome {
        let at = tools.now
        defer { tools.logoutBell.ring() }
        return try await tools.store.write { tables in
            if let phone = try tables.phones.find(call.phone) {
                guard let asked = try tables.pushRequests.find(ID(request)), asked.user == phone.user,
                    asked.tenant == phone.tenant
                else { return .gone }
                let given = Given(answer: answer, number: number, pin: asked.isAlone ? pin : nil)
                try check(call, of: phone.publicKey, asked.question, given, in: phone.tenant, at: at, tables)
                return try take(given, to: asked, from: phone, at: at, in: tables)
            }
            guard let enrolment = try tables.phoneEnrolments.find(call.phone), !enrolment.publicKey.isEmpty,
                enrolment.id.rawValue == request
            else { throw PhoneRefusal.unknown }
            let given = Given(answer: answer, number: number, pin: nil)
            try check(call, of: enrolment.publicKey, enrolment.question, given, in: enrolment.tenant, at: at, tables)
            return try take(given, to: enrolment, at: at, in: tables)
        }
    }

    private struct Given {
        let answer: Answer
        let number: String
        /// What was typed as the PIN, where one is wanted.
        let pin: String?

        func isRight(_ shown: Int) -> Bool { ConstantTime.areEqual(number, String(shown)) }
    }

    private func check(
        _ call: PhoneCall, of key: [UInt8], _ question: PushQuestion, _ given: Given, in tenant: ID<Tenant>,
        at: Timestamp, _ tables: Tables
    ) throws {
        let (audience, phone) = (tools.publicURL.text, call.phone.rawValue)
        let message =
            given.pin.map {
                PhoneMessage.answerAlone(
                    audience: audience, phone: phone, nonce: call.nonce, request: question,
                    answer: given.answer.rawValue, number: given.number, pin: $0)
            }
            ?? PhoneMessage.answer(
                audience: audience, phone: phone, nonce: call.nonce, request: question,
                answer: given.answer.rawValue, number: given.number)
        let end = try tools.check(call, of: key, message, at: at)
        try tools.spendNonce(of: call, in: tenant, until: end, tables: tables)
    }

    private func take(
        _ given: Given, to enrolment: PhoneEnrolment, at: Timestamp, in tables: Tables
    ) throws -> Outcome {
        guard given.answer == .approve else {
            return try tables.phoneEnrolments.answer(
                enrolment.id, .failed, wrongTries: enrolment.wrongTries, at: at) ? .denied : .gone
        }
        guard !given.isRight(enrolment.number) else {
            return try tables.phoneEnrolments.answer(
                enrolment.id, .proven, wrongTries: enrolment.wrongTries, at: at) ? .approved : .gone
        }
        let tries = enrolment.wrongTries + 1
        let isLast = tries >= PushFatigue.wrongNumbers
        guard
            try tables.phoneEnrolments.answer(
                enrolment.id, isLast ? .failed : .joined, wrongTries: tries, at: at)
        else { return .gone }
        return isLast ? .denied : .wrong
    }

    /// Whether the PIN is the phone's, where one is wanted. Which of the two was wrong, number or PIN, nobody is told.
    private func isRight(_ pin: String?, for phone: Phone) -> Bool {
        guard let pin else { return true }
        guard let typed = PhonePIN(typed: pin), phone.hasPIN else { return false }
        return ConstantTime.areEqual(typed.hash(phone: phone.id, sealer: tools.sealer), phone.pinHash)
    }

    private func take(
        _ given: Given, to asked: PhoneRequest, from phone: Phone, at: Timestamp, in tables: Tables
    ) throws -> Outcome {
        // A phone whose PIN went meanwhile stands alone no more.
        guard phone.hasPIN || !asked.isAlone,
            try tables.isOpen(asked, at: at)
                || given.answer == .report && asked.createdAt + PushFatigue.window > at,
            let subject = try tables.subject(phone.user, in: phone.tenant),
            subject.user.isEnabled, subject.user.deletedAt == nil
        else { return .gone }
        guard given.answer == .approve else {
            let state: PhoneRequest.State = given.answer == .report ? .reported : .denied
            // Whoever asked may have left meanwhile; that does not make it the person's own.
            let isTaken =
                given.answer == .report
                ? try tables.pushRequests.report(asked.id, by: phone.id, at: at)
                : try tables.pushRequests.answer(asked.id, state, by: phone.id, at: at)
            guard isTaken else { return .gone }
            try tools.recordDenial(of: asked, given.answer == .report ? .reported : .declined, at: at, in: tables)
            if given.answer == .report { try tools.report(asked, of: subject.user, from: phone, at: at, in: tables) }
            return .denied
        }
        guard let counter = try tools.chargeSecondFactor(of: subject.user, at: at, in: tables) else { return .locked }
        guard !(given.isRight(asked.number) && isRight(given.pin, for: phone)) else {
            guard try tables.pushRequests.answer(asked.id, .approved, by: phone.id, at: at) else { return .gone }
            try tables.lockouts.save(Lockout.afterCorrect(counter, at: at))
            return .approved
        }
        try tables.lockouts.save(Lockout.afterWrong(counter, digest: nil, at: at))
        try tables.pushRequests.countWrong(asked.id)
        guard asked.wrongTries + 1 >= PushFatigue.wrongNumbers else { return .wrong }
        guard try tables.pushRequests.answer(asked.id, .denied, by: phone.id, at: at) else { return .gone }
        try tools.recordDenial(of: asked, .wrongNumber, at: at, in: tables)
        return .denied
    }
}
