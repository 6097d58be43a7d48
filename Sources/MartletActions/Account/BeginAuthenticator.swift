import MartletCredentials
import MartletDirectory
import MartletPolicy
import MartletStore

/// Begins the registration of an authenticator app on the security page (MR-1, manage mode).
package struct BeginAuthenticator: Sendable {
    let tools: Tools

    /// An action that works with `tools`.
    package init(_ tools: Tools) {
        self.tools = tools
    }

    /// The most authenticator apps of one person (section 2.1).
    package static let most = 5

    /// A registration that has begun. Nothing is stored before a code proves it (A045).
    package struct Begun: Sendable {
        /// What the page shows.
        package let enrolment: AuthenticatorEnrolment
        /// What the page's form carries: sealed, bound to the person, good for 15 minutes (MR-3).
        package let state: String
    }

    /// Draws a secret.
    /// - Throws: `ActionError.needsFreshSecondFactor` for somebody who has a method and has not proven it (MR-2),
    ///   `.invalid` naming `authenticator` when there are five, `.notFound`; `StoreError`.
    package func callAsFunction(by caller: Caller) async throws -> Begun {
        let (user, organization) = try await person(by: caller)
        let enrolment = try tools.newEnrolment(
            account: user.userPrincipalName.text, organization: organization.displayName)
        return Begun(enrolment: enrolment, state: tools.seal(enrolment, for: user.id, at: tools.now))
    }

    /// Shows a registration again, after a wrong code.
    /// - Throws: as above, and `ActionError.invalid` naming `state` when it is not this person's or too old.
    package func again(_ state: String, by caller: Caller) async throws -> Begun {
        let (user, organization) = try await person(by: caller)
        let sealed = try tools.openEnrolment(state, for: user.id, at: tools.now)
        let enrolment = try tools.enrolment(
            sealed: sealed, account: user.userPrincipalName.text, organization: organization.displayName)
        return Begun(enrolment: enrolment, state: state)
    }

    private func person(by caller: Caller) async throws -> (User, Tenant) {
        let at = tools.now
        return try await tools.store.read { tables in
            let subject = try tables.own(caller, at: at)
            try tables.wantRegistrationRight(of: subject, for: .app, caller: caller, at: at)
            return (subject.user, try tables.organization(of: caller))
        }
    }
}

/// What makes codes for somebody; each is allowed by itself.
enum AuthenticatorKind: Sendable {
    /// An authenticator app of any maker.
    case app
    /// A phone with Martlet Authenticator.
    case phone
    /// A token that was given out.
    case hardwareToken
}

extension AllowedMethods {
    /// Whether the person may register one.
    func allows(_ kind: AuthenticatorKind) -> Bool {
        switch kind {
        case .app: allowsSoftwareCodes
        case .phone: !methods.isDisjoint(with: [.push, .passwordlessPush])
        case .hardwareToken: allowsHardwareCodes
        }
    }
}

extension Tables {
    /// Whether somebody may register another authenticator: whoever has a method proves it first (MR-2, A045).
    func wantRegistrationRight(
        of subject: SignInSubject, for kind: AuthenticatorKind, caller: Caller, at: Timestamp
    ) throws {
        try wantNotBlocked(subject, at: at, naming: "authenticator")
        if subject.isRegistered(at: at) { try wantSecondFactor(of: caller, at: at) }
        try wantRegistrationWindow(of: subject, caller: caller, at: at)
        try wantFirstRegistrationRight(of: subject, caller: caller, at: at)
        guard subject.authenticators.count < BeginAuthenticator.most, subject.allowed.allows(kind) else {
            throw ActionError.invalid([FieldProblem("authenticator", .notAllowed)])
        }
    }
}

extension Tools {
    /// Wraps the secret of an enrolment with its owner and its end.
    func seal(_ enrolment: AuthenticatorEnrolment, for user: ID<User>, at: Timestamp) -> String {
        let end = (at + Lifetimes.flow).milliseconds
        let bytes = (0..<8).map { UInt8(truncatingIfNeeded: end >> (56 - 8 * $0)) } + enrolment.sealedSecret
        return Base64URL.encode(
            sealer.seal(bytes, context: Self.context(of: user), nonce: ambient.randomBytes(Sealer.nonceLength)))
    }

    /// The sealed secret in a form's state.
    /// - Throws: `ActionError.invalid` naming `state` when it is not this person's or too old.
    func openEnrolment(_ state: String, for user: ID<User>, at: Timestamp) throws -> [UInt8] {
        guard let sealed = Base64URL.decode(state),
            let bytes = try? sealer.open(sealed, context: Self.context(of: user)), bytes.count > 8
        else { throw ActionError.invalid([FieldProblem("state", .malformed)]) }
        let end = bytes.prefix(8).reduce(Int64(0)) { $0 << 8 | Int64($1) }
        let endsAt = Timestamp(milliseconds: end)
        guard endsAt > at, !(endsAt - Lifetimes.flow).isAhead(of: at) else {
            throw ActionError.invalid([FieldProblem("state", .notAllowed)])
        }
        return Array(bytes.dropFirst(8))
    }

    private static func context(of user: ID<User>) -> String { "authenticator-of:\(user)" }
}
