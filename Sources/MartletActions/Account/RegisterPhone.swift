import MartletCredentials
import MartletDirectory
import MartletStore

/// Registers a phone on the security page (MR-1, manage mode): begins it, shows how far it has come, and ends it.
package struct RegisterPhone: Sendable {
    let tools: Tools

    /// An action that works with `tools`.
    package init(_ tools: Tools) {
        self.tools = tools
    }

    /// Begins a registration; one that this session has begun before is forgotten.
    /// - Throws: `ActionError.needsFreshSecondFactor` for somebody who has a method and has not proven it (MR-2),
    ///   `.invalid` naming `authenticator` where the organisation does not offer it or there are five, `.notFound`;
    ///   `StoreError`.
    package func begin(by caller: Caller) async throws {
        let at = tools.now
        try await tools.store.write { tables in
            let subject = try right(of: caller, at: at, tables)
            _ = try tools.beginEnrolment(of: subject.user, owner: try owner(caller), at: at, in: tables)
        }
    }

    /// How far the registration of this session has come; `nil` where there is none.
    /// - Throws: as above.
    package func offer(by caller: Caller) async throws -> PhoneOffer? {
        let at = tools.now
        return try await tools.store.read { tables in
            let subject = try right(of: caller, at: at, tables)
            guard let enrolment = try tables.phoneEnrolments.find(owner: try owner(caller)),
                enrolment.user == subject.user.id
            else { return nil }
            return tools.offer(enrolment, at: at)
        }
    }

    /// Makes the phone a method. Other sessions and remembered browsers end (A030). Whoever has no recovery code left gets
    /// a new set.
    /// - Returns: new recovery codes, to be shown once; empty when the old ones stand.
    /// - Throws: as above, and `ActionError.invalid` naming `phone` where none has proven itself.
    package func callAsFunction(by caller: Caller) async throws -> [String] {
        let at = tools.now
        let codes = tools.newRecoveryCodes(for: caller.user ?? ID(""), tenant: caller.tenant, at: at)
        return try await tools.change(.methodRegistered, by: caller) { tables, log in
            let subject = try right(of: caller, at: at, tables)
            log.on(subject.user)
            guard let enrolment = try tables.phoneEnrolments.find(owner: try owner(caller)),
                enrolment.user == subject.user.id,
                try tools.register(enrolment, from: caller.address, at: at, in: tables)
            else { throw ActionError.invalid([FieldProblem("phone", .missing)]) }
            log.set("method", from: nil, to: Method.push.name)
            log.set("name", from: nil, to: enrolment.name)
            try tables.endSignIns(
                of: subject.user.id, in: caller.tenant, at: at, reason: .methodsChanged, except: caller.session)
            guard subject.recoveryCodesLeft == 0 else { return [] }
            try tables.recoveryCodes.replace(of: subject.user.id, in: caller.tenant, with: codes.rows)
            log.set("recoveryCodes", from: "0", to: String(codes.rows.count))
            return codes.texts
        }
    }

    private func right(of caller: Caller, at: Timestamp, _ tables: Tables) throws -> SignInSubject {
        let subject = try tables.own(caller, at: at)
        try tables.wantRegistrationRight(of: subject, for: .phone, caller: caller, at: at)
        return subject
    }

    /// The session stands for the page: nobody else finishes what began there.
    private func owner(_ caller: Caller) throws -> [UInt8] {
        guard let session = caller.session else { throw ActionError.notFound("session") }
        return IdentifierDigest.of("session:\(session)")
    }
}
