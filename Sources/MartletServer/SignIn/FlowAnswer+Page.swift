import HTTPTypes
import Hummingbird
import MartletActions
import MartletCredentials
import MartletDirectory
import MartletPolicy

extension FlowAnswer {
    /// Shows the page of a step: one `switch` over the flow's brain.
    func show(_ flow: FlowPage) throws -> Response {
        let shown = shownChoice(of: flow)
        let header = SignInFlow(
            handle: flow.handle, application: flow.applicationName,
            userName: flow.typedName.isEmpty ? nil : flow.typedName, links: AppLinks(flow.appearance),
            choices: flow.choices.filter { $0 != shown }.map { SignInChoice($0) },
            hasWaitingCertificate: flow.hasWaitingCertificate,
            firstRegistered: flow.firstRegistered.map(FirstMethodNote.init))
        let reasons = AskReason.reasons(in: flow.reasons)
        switch flow.step {
        case .identify:
            return try page(
                SignInNamePage(
                    flow: header, typed: flow.typedName, problem: flow.problem == .notSignedIn ? .empty : nil,
                    passkey: flow.ask(isConditional: flow.problem == nil)), of: flow)
        case .provePassword where visit.query["with"] == "name":
            return try page(SignInNamePage(flow: header, typed: flow.typedName), of: flow)
        case .provePassword where shown == .temporaryAccessPass:
            return try page(SignInPassPage(flow: header, problem: passwordProblem(flow)), of: flow)
        case .provePassword where shown == .push:
            guard let asking = flow.asking else { throw Stop.badRequest }
            return try push(asking, flow, header, [], isFirst: true)
        case .provePassword:
            if shown == .passkey, let ask = flow.ask() {
                return try page(SignInPasskeyPage(flow: header, ask: ask), of: flow)
            }
            if shown == .certificate {
                return try page(certificate(flow, header), of: flow)
            }
            return try page(SignInPasswordPage(flow: header, problem: passwordProblem(flow)), of: flow)
        case .changePassword:
            return try page(SignInNewPasswordPage(flow: header, problem: newPasswordProblem(flow)), of: flow)
        case .proveSecondFactor:
            return try secondFactor(shown, flow, header, reasons)
        case .awaitRegistration(let days):
            return try page(
                AwaitRegistrationPage(
                    flow: header, wants: flow.firstRegistration,
                    demand: RegistrationDemand(mayPutOffDays: days, reasons: reasons)), of: flow, status: .forbidden)
        case .register(let days): return try register(flow, header, days: days, reasons: reasons)
        case .showRecoveryCodes:
            return try page(
                RecoveryCodesPage(
                    action: "/signin/\(flow.handle)/codes", codes: flow.recoveryCodes, userName: flow.typedName,
                    registered: flow.lastFactor),
                of: flow)
        case .askStaySignedIn: return try page(StaySignedInPage(flow: header), of: flow)
        case .askConsent where flow.device != nil: return try confirmDevice(flow, header)
        case .askConsent:
            guard let asking = flow.consent else { throw Stop.badRequest }
            return try page(
                ConsentPage(
                    asking, flow: header, organization: flow.organizationName,
                    hasChanged: flow.problem == .changedMeanwhile), of: flow)
        case .awaitAdministrator:
            return try page(
                AwaitAdministratorPage(
                    flow: header, scopes: flow.consent?.administrative.map { ScopeLine($0) } ?? [],
                    address: flow.administratorURL ?? ""), of: flow, status: .forbidden)
        case .refuse(let denial):
            return try page(
                RefusalPage(
                    errorCode: denial.errorCode, correlationID: flow.correlationID,
                    application: flow.applicationName, lack: lack(denial, flow.reasons)), of: flow, status: .forbidden)
        case .finish: throw Stop.badRequest
        }
    }

    private func lack(_ denial: Denial, _ reasons: [String]) -> RefusalPage.Lack? {
        if denial == .mfaBlocked { return .mfaBlocked }
        guard denial == .strengthNotPossible else { return nil }
        return reasons.contains("passkeyModel") ? .passkeyModel : .strength
    }

    /// The choice that the page is about: what was just tried, what the address picks, or the first.
    private func shownChoice(of flow: FlowPage) -> Method? {
        let picked = tried ?? SignInChoice(word: visit.query["with"])?.method
        return picked.flatMap { flow.choices.contains($0) ? $0 : nil } ?? flow.choices.first
    }

    private func secondFactor(
        _ method: Method?, _ flow: FlowPage, _ header: SignInFlow, _ reasons: [AskReason]
    ) throws -> Response {
        if method == .passkey, let ask = flow.ask() {
            let locked = flow.problem == .tooManyCodes ? 60 : nil
            return try page(
                SignInPasskeyPage(flow: header, reasons: reasons, ask: ask, lockedSeconds: locked), of: flow)
        }
        if method == .certificate { return try page(certificate(flow, header, reasons), of: flow) }
        if method == .temporaryAccessPass {
            return try page(
                SignInPassPage(
                    flow: header, reasons: reasons, isFirst: false, problem: passwordProblem(flow)), of: flow)
        }
        if method == .recoveryCode {
            return try page(SignInRecoveryPage(flow: header, reasons: reasons, problem: codeProblem(flow)), of: flow)
        }
        if method == .push, let asking = flow.asking { return try push(asking, flow, header, reasons) }
        return try page(SignInCodePage(flow: header, reasons: reasons, problem: codeProblem(flow)), of: flow)
    }

    private func certificate(
        _ flow: FlowPage, _ header: SignInFlow, _ reasons: [AskReason] = []
    ) -> SignInCertificatePage {
        SignInCertificatePage(
            flow: header, reasons: reasons, host: visit.doors.tools.certificateURL?.authority ?? "",
            isRefused: flow.problem == .certificateNotTaken)
    }

    private func confirmDevice(_ flow: FlowPage, _ header: SignInFlow) throws -> Response {
        guard let device = flow.device else { throw Stop.badRequest }
        return try page(
            DeviceConfirmPage(
                flow: header, publisher: flow.organizationName, userCode: device.userCode, origin: device.origin,
                askedAt: device.askedAt, scopes: device.scopes.map { ScopeLine($0) }), of: flow)
    }

    private func register(
        _ flow: FlowPage, _ header: SignInFlow, days: Int?, reasons: [AskReason]
    ) throws -> Response {
        let demand = RegistrationDemand(mayPutOffDays: days, reasons: reasons, suggestion: flow.suggestion)
        if shownChoice(of: flow) == .push {
            guard let steps = flow.phone.flatMap({ PhoneSteps($0) }) else { throw Stop.badRequest }
            return try page(RegisterPhonePage(flow: header, steps: steps, demand: demand), of: flow)
        }
        guard let enrolment = flow.enrolment, let drawing = TrustedSVG(enrolment.qrCode) else { throw Stop.badRequest }
        // A passkey and an authenticator app stand on one page.
        var header = header
        header.choices.removeAll { $0.method == .passkey || $0.method == .totp }
        let offer = AuthenticatorOffer(drawing: drawing, secret: enrolment.secretText, account: flow.typedName)
        return try page(
            RegistrationPage(
                flow: header, offer: offer, demand: demand, problem: codeProblem(flow), passkey: flow.ask(),
                offersApp: flow.choices.contains(.totp)),
            of: flow)
    }

    func page(_ shown: some Page, of flow: FlowPage, status: HTTPResponse.Status? = nil) throws -> Response {
        // Every step may be the last: the app's origin is where its answer would lead (N-C05).
        var actions = flow.redirectURI.map { [Self.origin(of: $0)] } ?? []
        // The form that asks for a certificate is answered by a redirect to the host that does.
        if flow.choices.contains(.certificate), let host = visit.doors.tools.certificateURL {
            actions.append(host.text)
        }
        var response = try visit.page(
            shown, status: status ?? self.status(of: flow.problem), organization: flow.organizationName,
            formToken: visit.formToken(for: flow.handle, browser: browser.browser), formActions: actions,
            cookies: cookies)
        if case .busy(let seconds) = flow.problem { response.headers[.retryAfter] = String(seconds) }
        return response
    }

    /// A page that says what was wrong is a 400 for machines and a page for people.
    private func status(of problem: FlowPage.Problem?) -> HTTPResponse.Status {
        switch problem {
        case nil: .ok
        case .busy: .serviceUnavailable
        case .notSignedIn, .certificateNotTaken: .unauthorized
        case .tooManyCodes: .tooManyRequests
        case .changedMeanwhile: .conflict
        default: .badRequest
        }
    }

    private func passwordProblem(_ flow: FlowPage) -> SignInPasswordPage.Problem? {
        switch flow.problem {
        case nil, .certificateNotTaken: nil
        case .busy: .busy
        case .tooManyCodes: .locked(seconds: 60)
        default: .wrong
        }
    }

    private func codeProblem(_ flow: FlowPage) -> CodeProblem? {
        switch flow.problem {
        case nil, .passkey, .certificateNotTaken: nil
        case .tooManyCodes: .locked(seconds: 60)
        default: .wrong
        }
    }

    private func newPasswordProblem(_ flow: FlowPage) -> PasswordProblem? {
        switch flow.problem {
        case nil: nil
        case .passwordsDiffer: .mismatch
        case .passwordUnchanged: .sameAsBefore
        case .password(.refused(let reason)): PasswordProblem(rawValue: reason.rawValue) ?? .empty
        default: .empty
        }
    }
}
