import MartletCredentials
import MartletDirectory
import MartletPolicy
import MartletStore

/// Lets a person make the token count that an administrator has given them: by the number on its back and a code that it
/// shows (OT-7).
package struct ActivateOwnHardwareToken: Sendable {
    let tools: Tools

    /// An action that works with `tools`.
    package init(_ tools: Tools) {
        self.tools = tools
    }

    /// Takes number and code. Every try is counted with the account's wrong codes before it is looked at (A040); a right one
    /// forgets them. A number that is nobody's, somebody else's or active already is told like a wrong code.
    /// - Throws: `ActionError.invalid` naming `code` (wrong number or code, or too many of them), `token` (five apps and
    ///   tokens), `authenticator` (the organisation does not offer it), `.needsFreshSecondFactor` for somebody who has a
    ///   method and has not proven it (MR-2), `.overloaded` past two hundred in five minutes, `.notFound`; `StoreError`.
    package func callAsFunction(serialNumber: String, code: String, by caller: Caller) async throws {
        let at = tools.now
        let number = serialNumber.split(separator: " ").joined(separator: " ")
        let wrong = ActionError.invalid([FieldProblem("code", .mismatch)])
        // In a transaction of its own, on purpose: a try stays counted whatever comes of the rest.
        let token: ID<HardwareToken>? = try await tools.store.write { tables in
            let subject = try tables.own(caller, at: at)
            try tables.wantRegistrationRight(of: subject, for: .hardwareToken, caller: caller, at: at)
            guard try !tables.isLockedForCodes(subject.user, at: at) else { return nil }
            try tools.countWrongSecondFactor(of: subject.user, at: at, in: tables)
            return try tables.hardwareTokens.list(of: subject.user.id)
                .first { $0.serialNumber == number && $0.activatedAt == nil }?.id
        }
        guard let token else { throw wrong }
        do {
            try await ActivateHardwareToken(tools).activate(
                token, code: code, by: caller, forgetsWrongCodes: true)
        } catch ActionError.conflict(.alreadyDone) {
            throw wrong
        }
    }
}
