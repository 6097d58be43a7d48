import Foundation
import MartletCredentials
import MartletDirectory

/// What a set-up that has begun carries through the browser, sealed: nothing is stored before a code proves the
/// authenticator.
struct SetUpState: Sendable, Codable {
    var tenant: String
    var organizationName: String
    var domain: String
    var user: String
    var displayName: String
    var userPrincipalName: String
    /// The password's hash; the password itself is in no page.
    var passwordHash: String
    /// The authenticator's secret, sealed once more.
    var enrolment: [UInt8]
    var endsAt: Timestamp

    /// The organisation and the administrator, made at a time.
    func draft(at: Timestamp) -> SetUpDraft {
        let tenant = Tenant(
            id: ID(self.tenant), displayName: organizationName, domain: domain, createdAt: at,
            securityDefaults: SecurityDefaultsSetting(isEnabled: true, enabledAt: at))
        let user = User(
            id: ID(self.user), tenant: tenant.id, userPrincipalName: UserPrincipalName(stored: userPrincipalName),
            displayName: displayName, createdAt: at, sessionsValidFrom: at)
        return SetUpDraft(tenant: tenant, user: user)
    }

    init(_ draft: SetUpDraft, passwordHash: String, enrolment: [UInt8], endsAt: Timestamp) {
        tenant = draft.tenant.id.rawValue
        organizationName = draft.tenant.displayName
        domain = draft.tenant.domain
        user = draft.user.id.rawValue
        displayName = draft.user.displayName
        userPrincipalName = draft.user.userPrincipalName.text
        self.passwordHash = passwordHash
        self.enrolment = enrolment
        self.endsAt = endsAt
    }
}

extension Tools {
    /// The state as a form carries it, bound to the set-up code that began it.
    func seal(_ state: SetUpState, code: String) throws -> String {
        let bytes = Array(try JSONEncoder().encode(state))
        return Base64URL.encode(
            sealer.seal(bytes, context: "set-up:\(code)", nonce: ambient.randomBytes(Sealer.nonceLength)))
    }

    /// The state in a form.
    /// - Throws: `ActionError.invalid` naming `state` when it was not made here, with another code, or too long ago.
    func openSetUpState(_ text: String, code: String, at: Timestamp) throws -> SetUpState {
        guard let sealed = Base64URL.decode(text),
            let bytes = try? sealer.open(sealed, context: "set-up:\(code)"),
            let state = try? JSONDecoder().decode(SetUpState.self, from: Data(bytes)), state.endsAt > at,
            !(state.endsAt - Lifetimes.flow).isAhead(of: at)
        else { throw ActionError.invalid([FieldProblem("state", .malformed)]) }
        return state
    }
}
