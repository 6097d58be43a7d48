import MartletDirectory
import MartletPolicy
import MartletStore

/// Begins the registration of a passkey on the security page (MR-1, manage mode).
package struct BeginPasskey: Sendable {
    let tools: Tools

    /// An action that works with `tools`.
    package init(_ tools: Tools) {
        self.tools = tools
    }

    /// What the browser is asked with. Nothing is stored before it has answered (A059).
    /// - Throws: `ActionError.needsFreshSecondFactor` for somebody who has a method and has not proven one within five
    ///   minutes (MR-4, PK-2, A071), `.invalid` naming `passkey` when there are ten (PK-14) or the organisation has no
    ///   passkeys, `.notFound`; `StoreError`.
    package func callAsFunction(by caller: Caller) async throws -> PasskeyOptions {
        let at = tools.now
        guard let session = caller.session else { throw ActionError.notFound("account") }
        return try await tools.store.read { tables in
            let subject = try tables.own(caller, at: at)
            let organization = try tables.organization(of: caller)
            try tables.wantPasskeyRight(of: subject, at: organization, caller: caller, now: at)
            let challenge = tools.newChallenge(for: .registration(in: session), at: at)
            guard
                let options = tools.creationOptions(
                    for: subject, having: try tables.passkeys.list(subject.user.id), at: organization,
                    challenge: challenge)
            else { throw ActionError.invalid([FieldProblem("passkey", .notAllowed)]) }
            return options
        }
    }
}

extension Tables {
    /// Whether somebody may register another passkey in their account.
    func wantPasskeyRight(
        of subject: SignInSubject, at organization: Tenant, caller: Caller, now: Timestamp
    ) throws {
        try wantNotBlocked(subject, at: now, naming: "passkey")
        let settings = organization.methodsPolicy.passkeys
        guard settings.isEnabled, settings.isSelfServiceAllowed,
            try passkeys.list(subject.user.id).count < Passkey.most
        else { throw ActionError.invalid([FieldProblem("passkey", .notAllowed)]) }
        guard subject.allowed.methods.contains(.passkey) else {
            throw ActionError.invalid([FieldProblem("passkey", .notAllowed)])
        }
        try wantRegistrationWindow(of: subject, caller: caller, at: now)
        try wantFirstRegistrationRight(of: subject, caller: caller, at: now)
        if subject.isRegistered(at: now) {
            try wantFreshSecondFactorFromBefore(of: subject, caller: caller, at: now)
        }
    }
}
