import MartletCredentials
import MartletDirectory
import MartletPolicy
import MartletStore

/// Lets a phone of a person's own sign them in without a password, by a PIN that it asks for; or no more (PH-1, PH-2).
package struct SetPhonePIN: Sendable {
    let tools: Tools

    /// An action that works with `tools`.
    package init(_ tools: Tools) {
        self.tools = tools
    }

    /// Sets the PIN, in place of an older one. It is a new way in, so other sessions end with it (A030), and so do questions
    /// that wait on phones and answers that were given with the old PIN. What this session has issued stays valid: its holder
    /// is the one who acts, so `sessionsValidFrom` stays where it is.
    /// - Throws: `ActionError.needsFreshSecondFactor` unless this session has proven one within five minutes: whoever holds
    ///   no more than the phone must not choose its PIN (MR-4); `.invalid` naming `pin` (no PIN, or an easy one) or
    ///   `phone` (the organisation does not offer this), `.notFound`; `StoreError`.
    package func callAsFunction(_ id: ID<TOTPMethod>, to typed: String, by caller: Caller) async throws {
        let at = tools.now
        guard let pin = PhonePIN(typed: typed) else { throw ActionError.invalid([FieldProblem("pin", .malformed)]) }
        guard !pin.isEasilyGuessed else { throw ActionError.invalid([FieldProblem("pin", .notAllowed)]) }
        try await tools.change(.phonePINSet, by: caller) { tables, log in
            let (subject, phone) = try own(id, by: caller, at: at, tables: tables, log: &log)
            try tables.wantFreshSecondFactorFromBefore(of: subject, caller: caller, at: at)
            guard subject.allowed.methods.contains(.passwordlessPush) else {
                throw ActionError.invalid([FieldProblem("phone", .notAllowed)])
            }
            try tables.phones.setPIN(id, pin.hash(phone: id, sealer: tools.sealer))
            log.set("signsInAlone", from: String(phone.hasPIN), to: "true")
            try tables.endSignIns(
                of: subject.user.id, in: caller.tenant, at: at, reason: .methodsChanged, except: caller.session)
        }
    }

    /// Takes the PIN away. What it was the last method of is told by the rules of every removal: `MethodRemoval`.
    /// - Throws: `ActionError.needsFreshSecondFactor`, `.conflict(.alreadyDone)` without a PIN, `.notFound`, what a removal
    ///   throws; `StoreError`.
    package func remove(_ id: ID<TOTPMethod>, by caller: Caller) async throws {
        let at = tools.now
        try await tools.change(.phonePINRemoved, by: caller) { tables, log in
            let (subject, phone) = try own(id, by: caller, at: at, tables: tables, log: &log)
            try tables.wantSecondFactor(of: caller, at: at)
            guard phone.hasPIN else { throw ActionError.conflict(.alreadyDone) }
            try tables.phones.setPIN(id, [])
            log.set("signsInAlone", from: "true", to: "false")
            try tables.settleMethodRemoval(by: subject.user, caller: caller, at: at)
        }
    }

    private func own(
        _ id: ID<TOTPMethod>, by caller: Caller, at: Timestamp, tables: Tables, log: inout ChangeLog
    ) throws -> (SignInSubject, Phone) {
        let subject = try tables.own(caller, at: at)
        log.on(subject.user)
        guard let phone = try tables.phones.list(subject.user.id).first(where: { $0.id == id }) else {
            throw ActionError.notFound("phone")
        }
        log.set("phone", from: nil, to: phone.name)
        return (subject, phone)
    }
}
