import HTTPTypes
import Hummingbird
import MartletActions
import MartletCredentials
import MartletDirectory

/// Security info: password, authenticator apps, recovery codes. Every change is a sensitive task (SD-38 d).
struct SecurityPages: Sendable {
    let doors: Doors

    /// The ways in which the person signs in.
    @Sendable func overview(_ visit: Visit) async throws -> Response {
        try await visit.inside(.account) { inside in
            let info = try await OwnSecurityInfo(doors.tools)(by: inside.caller)
            return try inside.page(
                AccountSecurityPage(
                    passwordChangedAt: info.passwordChangedAt,
                    authenticators: info.authenticators.map {
                        .init(
                            id: $0.id, name: $0.name, createdAt: $0.createdAt, lastSeenAt: $0.lastSeenAt,
                            hasPIN: $0.hasPIN)
                    }, passkeys: info.passkeys, certificates: info.certificates,
                    mayAddPasskey: info.mayAddPasskey,
                    offersPhones: info.offersPhones, offersPINs: info.offersPINs,
                    hasTokenToActivate: info.hasTokenToActivate, isRegistered: info.isRegistered,
                    pass: info.pass.map(PassState.init), hasOnlyPass: info.hasOnlyPass,
                    recoveryCodesLeft: info.recoveryCodesLeft, defaults: info.defaults,
                    chosenDefault: info.chosenDefault, notice: visit.notice))
        }
    }

    /// The form for a new password.
    @Sendable func password(_ visit: Visit) async throws -> Response {
        try await visit.inside(.accountChange) { inside in
            let info = try await OwnSecurityInfo(doors.tools)(by: inside.caller)
            return try inside.page(
                AccountPasswordPage(
                    userName: info.user.userPrincipalName.text, asksForCurrent: !info.mayOmitPassword))
        }
    }

    /// Changes the password.
    @Sendable func changePassword(_ visit: Visit) async throws -> Response {
        try await visit.inside(.accountChange) { inside in
            let form = try await inside.form()
            var page = AccountPasswordPage(
                userName: inside.visitor.user.userPrincipalName.text, asksForCurrent: form["password"] != nil)
            guard form.text("new-password") == form.text("confirm-password") else {
                page.problem = .mismatch
                return try inside.page(page, status: 400)
            }
            do {
                try await ChangeOwnPassword(doors.tools)(
                    current: form["password"], new: form.text("new-password"), by: inside.caller,
                    browser: inside.browser)
            } catch ActionError.invalid(let problems) {
                for problem in problems {
                    switch (problem.field, problem.problem) {
                    case ("current-password", .missing): (page.currentProblem, page.asksForCurrent) = (.empty, true)
                    case ("current-password", _): (page.currentProblem, page.asksForCurrent) = (.wrong, true)
                    case (_, .password(let verdict)): page.problem = PasswordProblem(verdict)
                    default: page.problem = .sameAsBefore
                    }
                }
                return try inside.page(page, status: 400)
            }
            return visit.redirect(to: "/account/security?done=\(AccountNotice.passwordChanged.rawValue)")
        }
    }

    /// Begins the registration of an authenticator app, or takes its first code.
    @Sendable func authenticator(_ visit: Visit) async throws -> Response {
        try await visit.inside(.accountChange) { inside in
            let form = try await inside.form()
            guard form.text("step") == "prove" else {
                do {
                    return try show(try await BeginAuthenticator(doors.tools)(by: inside.caller), inside)
                } catch ActionError.invalid(let problems)
                    where problems.contains(where: { $0.field == "firstRegistration" })
                {
                    return visit.redirect(to: "/account/security?done=\(AccountNotice.registrationBarred.rawValue)")
                }
            }
            let state = form.text("state")
            do {
                let codes = try await ProveAuthenticator(doors.tools)(
                    state: state, code: form.text("code"), name: form.text("name"), by: inside.caller)
                guard !codes.isEmpty else {
                    return visit.redirect(to: RegistrationWizard.review(.authenticatorAdded))
                }
                return try inside.page(recoveryCodes(codes, inside))
            } catch ActionError.conflict(.alreadyDone) {
                return visit.redirect(to: RegistrationWizard.review(.authenticatorAdded))
            } catch ActionError.invalid(let problems) where problems.contains(where: { $0.field == "code" }) {
                return try show(
                    try await BeginAuthenticator(doors.tools).again(state, by: inside.caller), inside,
                    name: form.text("name"), problem: .wrong)
            }
        }
    }

    /// Removes an authenticator app.
    @Sendable func deleteMethod(_ visit: Visit) async throws -> Response {
        try await visit.inside(.accountChange) { inside in
            _ = try await inside.form()
            guard let id = ID<TOTPMethod>(parsing: try visit.segment("id")) else { throw Stop.notFound }
            do {
                try await DeleteOwnMethod(doors.tools)(.authenticator(id), by: inside.caller)
            } catch let error as ActionError where error.isAboutLastMethod {
                return visit.redirect(to: "/account/security?done=\(AccountNotice.lastMethodStays.rawValue)")
            }
            return visit.redirect(to: "/account/security?done=\(AccountNotice.authenticatorDeleted.rawValue)")
        }
    }

    /// Removes a certificate.
    @Sendable func deleteCertificate(_ visit: Visit) async throws -> Response {
        try await visit.inside(.accountChange) { inside in
            _ = try await inside.form()
            guard let id = ID<PersonCertificate>(parsing: try visit.segment("id")) else { throw Stop.notFound }
            do {
                try await DeleteOwnMethod(doors.tools)(.certificate(id), by: inside.caller)
            } catch let error as ActionError where error.isAboutLastMethod {
                return visit.redirect(to: "/account/security?done=\(AccountNotice.lastMethodStays.rawValue)")
            }
            return visit.redirect(to: "/account/security?done=\(AccountNotice.certificateDeleted.rawValue)")
        }
    }

    /// Gives an authenticator app another name.
    @Sendable func renameMethod(_ visit: Visit) async throws -> Response {
        try await visit.inside(.accountChange) { inside in
            let form = try await inside.form()
            guard let id = ID<TOTPMethod>(parsing: try visit.segment("id")) else { throw Stop.notFound }
            try await RenameOwnMethod(doors.tools)(.authenticator(id), to: form.text("name"), by: inside.caller)
            return visit.redirect(to: "/account/security?done=\(AccountNotice.methodRenamed.rawValue)")
        }
    }

    /// Makes a token count that an administrator has given out (OT-7).
    @Sendable func activateToken(_ visit: Visit) async throws -> Response {
        try await visit.inside(.accountChange) { inside in
            let form = try await inside.form()
            do {
                try await ActivateOwnHardwareToken(doors.tools)(
                    serialNumber: String(form.text("serial").prefix(128)), code: form.text("code"),
                    by: inside.caller)
            } catch ActionError.invalid(let problems) {
                let notice: AccountNotice = problems.contains { $0.field == "code" } ? .tokenRefused : .methodNotOffered
                return visit.redirect(to: "/account/security?done=\(notice.rawValue)")
            }
            return visit.redirect(to: RegistrationWizard.review(.tokenActivated))
        }
    }

    /// Says what is asked for first.
    @Sendable func chooseDefault(_ visit: Visit) async throws -> Response {
        try await visit.inside(.accountChange) { inside in
            let word = try await inside.form().text("method")
            let method = SignInChoice(word: word)?.method
            guard method != nil || word == "strongest" else { throw Stop.badRequest }
            try await ChooseDefaultMethod(doors.tools)(method, by: inside.caller)
            return visit.redirect(to: "/account/security?done=\(AccountNotice.defaultSaved.rawValue)")
        }
    }

    /// Makes a new set of recovery codes and shows it, once.
    @Sendable func newRecoveryCodes(_ visit: Visit) async throws -> Response {
        try await visit.inside(.accountChange) { inside in
            let form = try await inside.form()
            // The page that shows a set comes back here with its confirmation.
            guard form["saved"] == nil else {
                return visit.redirect(to: RegistrationWizard.review(.recoveryCodesMade))
            }
            return try inside.page(recoveryCodes(try await NewRecoveryCodes(doors.tools)(by: inside.caller), inside))
        }
    }

    private func recoveryCodes(_ codes: [String], _ inside: Inside) -> RecoveryCodesPage {
        RecoveryCodesPage(
            action: "/account/recovery-codes", codes: codes,
            userName: inside.visitor.user.userPrincipalName.text)
    }

    private func show(
        _ begun: BeginAuthenticator.Begun, _ inside: Inside, name: String = "", problem: CodeProblem? = nil
    ) throws -> Response {
        guard let drawing = TrustedSVG(begun.enrolment.qrCode) else { throw Stop.badRequest }
        return try inside.page(
            AccountAuthenticatorPage(
                offer: AuthenticatorOffer(
                    drawing: drawing, secret: begun.enrolment.secretText, account: begun.enrolment.account),
                name: name, hiddenFields: [FormField(name: "state", value: begun.state)], problem: problem),
            status: problem == nil ? 200 : 400)
    }
}

extension ActionError {
    /// Whether only a new sign-in helps, because what proves the person was added in this session.
    var wantsNewSignIn: Bool {
        guard case .invalid(let problems) = self else { return false }
        return problems.contains { $0.field == "session" }
    }

    /// Whether a method stays because it is the last that counts (promise 7, SD-25).
    var isAboutLastMethod: Bool {
        switch self {
        case .lastAdministrator: true
        case .invalid(let problems): problems.contains { $0.problem == .notAllowed }
        default: false
        }
    }
}
