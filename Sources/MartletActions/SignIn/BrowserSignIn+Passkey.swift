import MartletCredentials
import MartletDirectory
import MartletPolicy
import MartletStore

extension BrowserSignIn {
    /// Takes the use of a passkey: instead of the name and the password, instead of the password, or as the second factor.
    ///
    /// Passkeys are not stopped by the failures of passwords and codes (SL-12). A passkey that is unknown, somebody else's or
    /// of an account that is disabled is told like one that does not verify (A073).
    package func takePasskey(_ text: String, _ handle: String, browser: BrowserState) async throws -> FlowOutcome {
        try await take(handle, browser: browser) { step in
            step == .identify || step == .provePassword || step == .proveSecondFactor
        } effect: { flow, standing, at, tables in
            let isSecond = standing.step == .proveSecondFactor
            let expected = ExpectedOwner(user: flow.pending.user, typedName: flow.pending.typedName)
            let tried = try tools.tryPasskey(text, expected: expected, in: flow, at: at, tables: tables)
            guard tried.refusal == nil, let owner = tried.owner, owner.isEnabled, owner.deletedAt == nil else {
                try record(tried, flow: flow, standing: standing, browser: browser, at: at, in: tables)
                if isSecond, tried.refusal != .wrongChallenge, let user = flow.subject?.user {
                    try tools.countWrongSecondFactor(of: user, at: at, in: tables)
                }
                return .again(.passkey(tried.refusal ?? .wrongCredential))
            }
            if try refusesBlocked(
                owner, Method.passkey.name, flow: flow, standing: standing, browser: browser, at: at, in: tables)
            {
                return .again(.passkey(.wrongCredential))
            }
            if !isSecond {
                // Nothing of the password's step counts: the passkey is both factors.
                flow.pending.user = owner.id
                flow.pending.typedName = owner.userPrincipalName.folded
                flow.pending.proofs = []
                flow.pending.mustChangePassword = false
            }
            flow.pending.proofs.removeAll { $0.method == .passkey }
            flow.pending.proofs.append(Proof(of: tried.passkey, at: at))
            flow.subject = try tables.subject(owner.id, in: flow.tenant.id)
            return .onward()
        }
    }

    /// Takes the passkey that was made at the registration interrupt: it counts as the second factor of this sign-in, and
    /// recovery codes come with it as with an authenticator app.
    package func takePasskeyRegistration(
        _ text: String, name: String, _ handle: String, browser: BrowserState
    ) async throws -> FlowOutcome {
        guard let token = OpaqueToken.parse(handle, .flow) else { return .gone }
        let offer = await tools.offer(text, for: .registration(inFlow: token.digest), at: tools.now)
        var checks = FieldChecks()
        let label = checks.optionalName(String(name.prefix(64)), in: "name", limit: 64) ?? ""
        let isNameGood = checks.problems.isEmpty
        return try await take(handle, browser: browser) { step in
            guard case .register = step else { return false }
            return true
        } effect: { flow, standing, at, tables in
            // MR-2: somebody who already has a method proves it before adding another; this step is for nobody else.
            let isSuggested = standing.suggestion?.goal == .passkey
            guard let subject = flow.subject, isSuggested || standing.mayRegister(subject, at: at) else {
                return .dead(nil)
            }
            let isFirst = !subject.isRegistered(at: at)
            guard subject.mayStillRegister(having: flow.pending.proofs, at: at) else { return .dead(nil) }
            guard choices(of: flow, standing, now: at).contains(.passkey) else {
                return .again(.passkey(.makeNotAllowed))
            }
            let isOpen = try offer.challenge.map {
                try tools.spend($0, for: .registration(in: flow), in: flow.tenant.id, at: at, tables: tables)
            }
            do {
                let passkey = try tools.insertPasskey(
                    offer, isOpen: isOpen ?? false, name: isNameGood ? label : "", for: subject.user, at: flow.tenant,
                    models: standing.demandedModels, now: at, in: tables)
                try tools.noteFirstRegistration(of: subject, from: browser.origin.address, at: at, in: tables)
                let codes = tools.newRecoveryCodes(for: subject.user.id, tenant: flow.tenant.id, at: at)
                // Whoever has a method already has codes, too, or has used them up and makes new ones on their page.
                if isFirst {
                    try tables.recoveryCodes.replace(of: subject.user.id, in: flow.tenant.id, with: codes.rows)
                }
                // A first factor is all that stood behind this registration, so it is told to the administrators (A026).
                var log = ChangeLog()
                log.on(.user, subject.user.id.rawValue, subject.user.userPrincipalName.text)
                log.registered(passkey)
                log.set("registeredDuring", from: nil, to: "sign-in")
                try tables.audits.insert(
                    tools.record(.methodRegistered, by: caller(of: flow, browser: browser), at: at, log: log))
                flow.pending.proofs.append(Proof(of: passkey, at: at))
                flow.pending.sealedTOTPSecret = []
                flow.pending.showsRecoveryCodes = isFirst
                flow.subject = try tables.subject(subject.user.id, in: flow.tenant.id)
                return .onward(recoveryCodes: isFirst ? codes.texts : [])
            } catch let refusal as WebAuthnRefusal {
                return .again(.passkey(refusal))
            }
        }
    }

    /// What the browser is asked with at a step; `nil` where no passkey belongs there, or nobody here can have one.
    func passkeyOptions(of flow: Flow, _ standing: FlowStanding, now: Timestamp) -> PasskeyOptions? {
        guard flow.tenant.methodsPolicy.passkeys.isEnabled else { return nil }
        switch standing.step {
        case .identify, .provePassword:
            return tools.requestOptions(
                among: [], challenge: tools.newChallenge(for: .authentication(in: flow), at: now))
        case .proveSecondFactor:
            let passkeys = standing.leading(among: flow.subject?.passkeys ?? [])
            guard !passkeys.isEmpty else { return nil }
            return tools.requestOptions(
                among: passkeys, challenge: tools.newChallenge(for: .authentication(in: flow), at: now))
        case .register:
            guard flow.tenant.methodsPolicy.passkeys.isSelfServiceAllowed, let subject = flow.subject else {
                return nil
            }
            // Where nobody is trusted to vouch for models, no passkey that is made here is of one (A067).
            guard standing.demandedModels == nil || !tools.attestationAuthorities.isEmpty else { return nil }
            // An authenticator may hold a passkey already that is not vouched for: it may make one that is.
            return tools.creationOptions(
                for: subject, having: standing.leading(among: subject.passkeys), at: flow.tenant,
                challenge: tools.newChallenge(for: .registration(in: flow), at: now))
        default: return nil
        }
    }

    /// Writes the line of a passkey that was not believed; a copy that shows itself is told to the administrators as well.
    private func record(
        _ tried: PasskeyTry, flow: Flow, standing: FlowStanding, browser: BrowserState, at: Timestamp, in tables: Tables
    ) throws {
        var context = flow.context(origin: browser.origin)
        context.user = context.user ?? tried.owner
        let detail = SignInRecord.Detail(
            method: Method.passkey.name, at: at, succeeded: tried.refusal == nil,
            result: tried.refusal?.rawValue ?? "correct")
        let isDisabled = tried.refusal == nil
        let failure = standing.step == .proveSecondFactor ? 500121 : 50126
        let event = SignInEvent(
            status: .failure, errorCode: isDisabled ? Denial.accountDisabled.errorCode : failure,
            failureReason: tried.refusal?.reasonForLog ?? Denial.accountDisabled.reasonForLog,
            details: flow.proofDetails + [detail], decision: standing.decision)
        try tools.record(event, of: context, at: at, in: tables)
        guard tried.refusal == .possibleClone, let passkey = tried.passkey, let owner = tried.owner else { return }
        var log = ChangeLog()
        log.on(.user, owner.id.rawValue, owner.userPrincipalName.text)
        log.set("method", from: nil, to: Method.passkey.name)
        log.set("name", from: nil, to: passkey.name)
        let system = Caller(
            identity: .system, tenant: flow.tenant.id, address: browser.origin.address,
            correlationID: flow.pending.correlationID)
        try tables.audits.insert(tools.record(.passkeyCloneSuspected, by: system, at: at, log: log))
    }
}
