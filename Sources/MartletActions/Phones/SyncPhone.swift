import MartletCredentials
import MartletDirectory
import MartletPolicy
import MartletStore

/// Tells a phone what it is registered for and what waits for it.
package struct SyncPhone: Sendable {
    let tools: Tools

    /// An action that works with `tools`.
    package init(_ tools: Tools) {
        self.tools = tools
    }

    /// Everything that a phone shows of one account.
    package struct State: Sendable {
        /// The organisation's name.
        package var organization: String
        /// The person's sign-in name.
        package var userName: String
        /// Whether the phone counts as a method already.
        package var isRegistered: Bool
        /// The secret of the codes that the phone makes by itself; only within ten minutes of its registration.
        package var secret: [UInt8]?
        /// The host of the address that the person gave for messages; the whole address is told to nobody.
        package var messageHost: String?
        /// What waits for an answer.
        package var questions: [Waiting] = []
        /// Until when the phone is not asked, because it was asked too often (A050).
        package var pausedUntil: Timestamp?
    }

    /// Something that waits for an answer.
    package struct Waiting: Sendable {
        /// What the answer is signed over.
        package var question: PushQuestion
        /// Whether it is the test of the registration rather than a sign-in.
        package var isTest: Bool
        /// Whether the phone's PIN is wanted with the number (PH-1).
        package var wantsPIN = false
        /// The app's name; empty for a page of Martlet's own, `nil` where it is not shown (PN-6).
        package var applicationName: String?
        /// Where the browser is; `nil` where it is not shown (PN-6).
        package var origin: Origin?
        /// When it was asked.
        package var askedAt: Timestamp
    }

    /// How long the secret can be had.
    private static let secretFor: Duration = .minutes(10)

    /// Reads what there is for the phone.
    /// - Throws: `PhoneRefusal`; `StoreError`.
    package func callAsFunction(_ call: PhoneCall, wantsSecret: Bool) async throws -> State {
        let at = tools.now
        let message = PhoneMessage.sync(
            audience: tools.publicURL.text, phone: call.phone.rawValue, nonce: call.nonce, wantsSecret: wantsSecret)
        let (state, isStale, end): (State, Bool, Timestamp?) = try await tools.store.read { tables in
            if let phone = try tables.phones.find(call.phone) {
                let end = try tools.check(call, of: phone.publicKey, message, at: at)
                let state = try self.state(of: phone, wantsSecret: wantsSecret, at: at, tables)
                return (state, phone.lastSeenAt + .minutes(1) <= at, state.secret.map { _ in end })
            }
            guard let enrolment = try tables.phoneEnrolments.find(call.phone), !enrolment.publicKey.isEmpty,
                enrolment.expiresAt > at, enrolment.state != .failed
            else { throw PhoneRefusal.unknown }
            _ = try tools.check(call, of: enrolment.publicKey, message, at: at)
            return (try self.state(of: enrolment, at: at, tables), false, nil)
        }
        if let end {
            // What was told once is not told to whoever has recorded the question (A052).
            try await tools.store.write { tables in
                guard let phone = try tables.phones.find(call.phone) else { throw PhoneRefusal.unknown }
                try tools.spendNonce(of: call, in: phone.tenant, until: end, tables: tables)
            }
        }
        if isStale { try await tools.store.write { try $0.phones.touch(call.phone, at: at) } }
        return state
    }

    private func state(of phone: Phone, wantsSecret: Bool, at: Timestamp, _ tables: Tables) throws -> State {
        guard let user = try tables.users.find(phone.user, in: phone.tenant), user.deletedAt == nil,
            let tenant = try tables.tenants.find(phone.tenant)
        else { throw PhoneRefusal.unknown }
        var state = State(
            organization: tenant.displayName, userName: user.userPrincipalName.text, isRegistered: true)
        if wantsSecret, user.isEnabled, phone.createdAt + Self.secretFor > at, !phone.createdAt.isAhead(of: at) {
            state.secret = try tables.totpMethods.list(phone.user).first { $0.id == phone.id }
                .map { try tools.secret(of: $0) }
        }
        state.messageHost = phone.messageAddress.flatMap { try? OutgoingURL($0).host }
        let asked = try tables.pushRequests.list(phone.user, after: at - PushFatigue.window)
        let settings = tenant.methodsPolicy.authenticator
        guard user.isEnabled, settings.isEnabled else { return state }
        for request in asked where try tables.isOpen(request, at: at) {
            // Where a phone cannot give the answer that is wanted, another phone may.
            guard request.isAlone ? settings.signsInAlone && phone.hasPIN : settings.mode != .passwordless else {
                continue
            }
            state.questions.append(
                Waiting(
                    question: request.question, isTest: false, wantsPIN: request.isAlone,
                    applicationName: settings.showsApplication ? request.applicationName : nil,
                    origin: settings.showsPlace ? request.origin : nil, askedAt: request.createdAt))
        }
        if case .paused(let end) = PushFatigue.judge(asked, at: at, isOpen: { _ in false }) { state.pausedUntil = end }
        return state
    }

    private func state(of enrolment: PhoneEnrolment, at: Timestamp, _ tables: Tables) throws -> State {
        guard let user = try tables.users.find(enrolment.user, in: enrolment.tenant), user.deletedAt == nil,
            let tenant = try tables.tenants.find(enrolment.tenant)
        else { throw PhoneRefusal.unknown }
        var state = State(
            organization: tenant.displayName, userName: user.userPrincipalName.text, isRegistered: false)
        guard enrolment.state == .joined else { return state }
        state.questions = [
            Waiting(
                question: enrolment.question, isTest: true, applicationName: nil, origin: nil,
                askedAt: enrolment.createdAt)
        ]
        return state
    }
}

extension Tables {
    /// Whether a request can be answered: nobody has, its time is not over, and its sign-in still waits.
    func isOpen(_ request: PhoneRequest, at: Timestamp) throws -> Bool {
        guard request.state == .pending, request.expiresAt > at, !request.createdAt.isAhead(of: at) else {
            return false
        }
        return try pendingSignIns.find(handleHash: request.handleHash).map { $0.expiresAt > at } ?? false
    }
}
