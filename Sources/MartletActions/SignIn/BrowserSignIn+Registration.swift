import MartletCredentials
import MartletDirectory
import MartletPolicy
import MartletStore

extension BrowserSignIn {
    /// Takes the first code of the app that is being registered (MR-1, interrupt mode).
    ///
    /// A correct one makes the method, makes ten recovery codes, and counts as the second factor of this sign-in.
    package func takeRegistration(_ typed: String, _ handle: String, browser: BrowserState) async throws -> FlowOutcome
    {
        try await take(handle, browser: browser, expects: Self.isRegistration) { flow, standing, at, tables in
            guard let subject = flow.subject, !flow.pending.sealedTOTPSecret.isEmpty else { return .dead(nil) }
            // MR-2: somebody who already has a method proves it before adding another; this step is for nobody else.
            guard standing.mayRegister(subject, at: at), standing.suggestion == nil else { return .dead(nil) }
            let isFirst = !subject.isRegistered(at: at)
            guard subject.mayStillRegister(having: flow.pending.proofs, at: at),
                choices(of: flow, standing, now: at).contains(.totp)
            else { return .dead(nil) }
            guard
                let code = TOTP.parse(typed),
                let method = try tools.method(
                    provenBy: code, sealed: flow.pending.sealedTOTPSecret, user: subject.user.id,
                    tenant: flow.tenant.id, name: "", at: at)
            else { return .again(.wrongCode) }
            try tools.insert(method, in: tables)
            try tools.noteFirstRegistration(of: subject, from: browser.origin.address, at: at, in: tables)
            let codes = tools.newRecoveryCodes(for: subject.user.id, tenant: flow.tenant.id, at: at)
            if isFirst { try tables.recoveryCodes.replace(of: subject.user.id, in: flow.tenant.id, with: codes.rows) }
            // A first factor is all that stood behind this registration, so it is told to the administrators (A026).
            var log = ChangeLog()
            log.on(.user, subject.user.id.rawValue, subject.user.userPrincipalName.text)
            log.set("method", from: nil, to: Method.totp.name)
            log.set("registeredDuring", from: nil, to: "sign-in")
            try tables.audits.insert(
                tools.record(.methodRegistered, by: caller(of: flow, browser: browser), at: at, log: log))
            flow.pending.proofs.append(Proof(method: .totp, at: at))
            flow.pending.sealedTOTPSecret = []
            flow.pending.showsRecoveryCodes = isFirst
            flow.subject = try tables.subject(subject.user.id, in: flow.tenant.id)
            return .onward(recoveryCodes: isFirst ? codes.texts : [])
        }
    }

    /// Takes *not now*, where the grace still allows it (SD-21).
    package func skipRegistration(_ handle: String, browser: BrowserState) async throws -> FlowOutcome {
        try await take(handle, browser: browser) { step in
            switch step {
            case .register(let days), .awaitRegistration(let days): days != nil
            default: false
            }
        } effect: { flow, standing, at, tables in
            if standing.suggestion != nil { try snooze(flow, at: at, in: tables) }
            flow.pending.skippedRegistration = true
            flow.pending.sealedTOTPSecret = []
            return .onward()
        }
    }

    /// Takes the confirmation that the recovery codes were kept, or makes a new set because they were not seen.
    package func confirmRecoveryCodes(
        makesNew: Bool, _ handle: String, browser: BrowserState
    ) async throws -> FlowOutcome {
        try await take(handle, browser: browser) {
            $0 == .showRecoveryCodes
        } effect: { flow, _, at, tables in
            guard makesNew else {
                flow.pending.showsRecoveryCodes = false
                return .onward()
            }
            guard let user = flow.subject?.user else { return .dead(nil) }
            let codes = tools.newRecoveryCodes(for: user.id, tenant: user.tenant, at: at)
            try tables.recoveryCodes.replace(of: user.id, in: user.tenant, with: codes.rows)
            var log = ChangeLog()
            log.on(.user, user.id.rawValue, user.userPrincipalName.text)
            try tables.audits.insert(
                tools.record(.recoveryCodesMade, by: caller(of: flow, browser: browser), at: at, log: log))
            return .onward(recoveryCodes: codes.texts)
        }
    }

    /// Whether a step is the registration.
    static let isRegistration: @Sendable (NextStep) -> Bool = { step in
        guard case .register = step else { return false }
        return true
    }
}
