import MartletCredentials
import MartletDirectory
import MartletPolicy
import MartletStore

extension BrowserSignIn {
    /// Ends the registration of a phone in the interrupt (MR-1): the phone has answered with the number of this flow, so it
    /// becomes a method, and counts as the second factor of this sign-in.
    package func takePhone(_ handle: String, browser: BrowserState) async throws -> FlowOutcome {
        try await take(handle, browser: browser, expects: Self.isRegistration) { flow, standing, at, tables in
            guard let subject = flow.subject else { return .dead(nil) }
            // MR-2: somebody who already has a method proves it before adding another; this step is for nobody else.
            let isSuggested = standing.suggestion?.goal == .authenticator
            let isFirst = !subject.isRegistered(at: at)
            guard isSuggested || standing.mayRegister(subject, at: at) && standing.suggestion == nil,
                subject.mayStillRegister(having: flow.pending.proofs, at: at),
                choices(of: flow, standing, now: at).contains(.push)
            else { return .dead(nil) }
            guard let enrolment = try tables.phoneEnrolments.find(owner: flow.pending.handleHash),
                enrolment.user == subject.user.id,
                try tools.register(enrolment, from: browser.origin.address, at: at, in: tables)
            else { return .again(.phoneHasNotSaidYes) }
            let codes = tools.newRecoveryCodes(for: subject.user.id, tenant: flow.tenant.id, at: at)
            // Whoever has a method already has codes, too, or has used them up and makes new ones on their page.
            if isFirst { try tables.recoveryCodes.replace(of: subject.user.id, in: flow.tenant.id, with: codes.rows) }
            // A first factor is all that stood behind this registration, so it is told to the administrators (A026).
            var log = ChangeLog()
            log.on(subject.user)
            log.set("method", from: nil, to: Method.push.name)
            log.set("name", from: nil, to: enrolment.name)
            log.set("registeredDuring", from: nil, to: "sign-in")
            try tables.audits.insert(
                tools.record(.methodRegistered, by: caller(of: flow, browser: browser), at: at, log: log))
            flow.pending.proofs.append(Proof(method: .push, at: at))
            flow.pending.sealedTOTPSecret = []
            flow.pending.showsRecoveryCodes = isFirst
            flow.subject = try tables.subject(subject.user.id, in: flow.tenant.id)
            return .onward(recoveryCodes: isFirst ? codes.texts : [])
        }
    }
}
