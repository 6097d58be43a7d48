import HTTPTypes
import Hummingbird
import MartletActions
import MartletCredentials
import MartletDirectory
import MartletPolicy

/// The sign-in's pages: one page for each step, and one post for each answer.
struct SignInPages: Sendable {
    let doors: Doors

    private var signIn: BrowserSignIn { BrowserSignIn(doors.tools) }

    /// The page of the step that a flow is at.
    @Sendable func show(_ visit: Visit) async throws -> Response {
        let handle = try visit.segment("flow")
        guard let browser = visit.browser else { return try gone(visit) }
        return try await FlowAnswer(visit: visit, browser: browser)
            .respond(
                to: try await signIn.show(
                    handle, browser: browser, picked: SignInChoice(word: visit.query["with"])?.method))
    }

    /// Whether the phone has answered, as a word for the script of a page that waits for it.
    @Sendable func phoneState(_ visit: Visit) async throws -> Response {
        let handle = try visit.segment("flow")
        var state = "gone"
        if let browser = visit.browser { state = try await signIn.phoneState(handle, browser: browser) }
        let object: JSONObject = ["state": .string(state)]
        return visit.json(object.text)
    }

    /// The way back from the host that asks for a certificate.
    @Sendable func takeCertificate(_ visit: Visit) async throws -> Response {
        let handle = try visit.segment("flow")
        guard let browser = visit.browser else { return try gone(visit) }
        let outcome = try await signIn.takeCertificate(visit.query.text("answer"), handle, browser: browser)
        return try await FlowAnswer(visit: visit, browser: browser, tried: .certificate).respond(to: outcome)
    }

    /// One post to one step.
    @Sendable func take(_ visit: Visit) async throws -> Response {
        let handle = try visit.segment("flow")
        guard let browser = visit.browser else { return try gone(visit) }
        let form = try await visit.guardedForm(for: handle)
        guard let step = Step(rawValue: try visit.segment("step")) else { throw Stop.notFound }
        let outcome = try await take(step, form, handle: handle, browser: browser)
        return try await FlowAnswer(visit: visit, browser: browser, tried: step.method)
            .respond(to: outcome)
    }

    /// The steps as they stand in addresses.
    private enum Step: String {
        case name, password, pass, newPassword = "new-password", code, recovery, register, skip, codes, stay, consent
        case cancel, passkey, registerPasskey = "register-passkey"
        case push, pushAgain = "push-again", phone, certificate

        /// The method that the step tries, where it is one of several.
        var method: Method? {
            switch self {
            case .password: .password
            case .pass: .temporaryAccessPass
            case .code: .totp
            case .recovery: .recoveryCode
            case .passkey: .passkey
            case .push, .pushAgain, .phone: .push
            case .certificate: .certificate
            default: nil
            }
        }
    }

    private func take(
        _ step: Step, _ form: FormBody, handle: String, browser: BrowserState
    ) async throws -> FlowOutcome {
        switch step {
        case .name: try await signIn.takeName(form.text("username"), handle, browser: browser)
        case .password: try await signIn.takePassword(form.text("password"), handle, browser: browser)
        case .pass: try await signIn.takePass(form.text("pass"), handle, browser: browser)
        case .newPassword:
            try await signIn.takeNewPassword(
                form.text("new-password"), confirmation: form.text("confirm-password"), handle, browser: browser)
        case .code: try await signIn.takeCode(form.text("code"), handle, browser: browser)
        case .recovery: try await signIn.takeRecoveryCode(form.text("recovery-code"), handle, browser: browser)
        case .register: try await signIn.takeRegistration(form.text("code"), handle, browser: browser)
        case .passkey: try await signIn.takePasskey(form.text("credential"), handle, browser: browser)
        case .registerPasskey:
            try await signIn.takePasskeyRegistration(
                form.text("credential"), name: AgentName(userAgent: browser.origin.userAgent).label, handle,
                browser: browser)
        case .skip: try await signIn.skipRegistration(handle, browser: browser)
        case .codes:
            try await signIn.confirmRecoveryCodes(makesNew: form["again"] != nil, handle, browser: browser)
        case .stay: try await signIn.takeStay(Self.answer(form["stay"]), handle, browser: browser)
        case .consent:
            try await signIn.takeConsent(
                try Self.choice(form["consent"]), asked: form["asked"], handle, browser: browser)
        case .push: try await signIn.takePush(handle, browser: browser)
        case .pushAgain: try await signIn.askPhonesAgain(handle, browser: browser)
        case .phone: try await signIn.takePhone(handle, browser: browser)
        case .certificate: try await signIn.beginCertificate(handle, browser: browser)
        case .cancel: try await signIn.cancel(handle, browser: browser)
        }
    }

    /// A yes or a no; anything else, and nothing at all, answers no question (A003).
    private static func answer(_ text: String?) throws -> Bool {
        switch text {
        case "yes": true
        case "no": false
        default: throw Stop.badRequest
        }
    }

    /// An answer to what an app asks for, with the same strictness.
    private static func choice(_ text: String?) throws -> ConsentChoice {
        guard let choice = text.flatMap(ConsentChoice.init(rawValue:)) else { throw Stop.badRequest }
        return choice
    }

    /// A flow that this browser does not have.
    private func gone(_ visit: Visit) throws -> Response {
        try visit.page(
            RefusalPage(errorCode: 50089, correlationID: doors.tools.newCorrelationID(), retry: "/account"),
            status: .badRequest)
    }
}
