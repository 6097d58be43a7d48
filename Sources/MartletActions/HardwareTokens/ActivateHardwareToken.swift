import MartletCredentials
import MartletDirectory
import MartletPolicy
import MartletStore

/// Makes a token that was given out count, by a code that it shows (OT-5).
package struct ActivateHardwareToken: Sendable {
    let tools: Tools

    /// An action that works with `tools`.
    package init(_ tools: Tools) {
        self.tools = tools
    }

    /// The most activations of an organisation in five minutes (OT-5).
    package static let most = 200

    /// Takes the code: from an administrator who looks after the person's methods, or from the person (OT-7).
    /// - Throws: `ActionError.notFound`, `.forbidden`, `.invalid` naming `code` (wrong) or `token` (one too many),
    ///   `.conflict(.alreadyDone)`, `.overloaded` past two hundred in five minutes, `.needsFreshSecondFactor`;
    ///   `StoreError`.
    package func callAsFunction(_ id: ID<HardwareToken>, code: String, by caller: Caller) async throws {
        try await activate(id, code: code, by: caller, forgetsWrongCodes: false)
    }

    /// The same; with `forgetsWrongCodes` the right code forgets the owner's wrong ones, in the transaction of the change.
    func activate(
        _ id: ID<HardwareToken>, code: String, by caller: Caller, forgetsWrongCodes: Bool
    ) async throws {
        let at = tools.now
        let methodID = tools.ambient.newID(of: TOTPMethod.self)
        let nonce = tools.ambient.randomBytes(Sealer.nonceLength)
        try await tools.change(.hardwareTokenActivated, by: caller) { tables, log in
            let found = try tables.hardwareTokens.find(id, in: caller.tenant)
            // Whether there is such a token is told to those who may see the inventory, and to whoever has it.
            if found?.user == nil || found?.user != caller.user { try tables.permit(caller, to: .readMethodsPolicy) }
            guard let token = found, let owner = token.user,
                let subject = try tables.subject(owner, in: caller.tenant)
            else { throw ActionError.notFound("token") }
            log.on(subject.user)
            if owner == caller.user {
                try tables.wantRegistrationRight(
                    of: try tables.own(caller, at: at), for: .hardwareToken, caller: caller, at: at)
            } else {
                try tables.permit(caller, to: .manageMethods, target: owner)
            }
            guard token.activatedAt == nil else { throw ActionError.conflict(.alreadyDone) }
            guard try tables.hardwareTokens.activations(in: caller.tenant, since: at - .minutes(5)) < Self.most else {
                throw ActionError.overloaded(retryAfterSeconds: 300)
            }
            guard subject.authenticators.count < BeginAuthenticator.most else {
                throw ActionError.invalid([FieldProblem("token", .notAllowed)])
            }
            let secret = try tools.sealer.open(token.sealedSecret, context: Tools.context(of: id))
            guard
                let step = TOTP.match(code: code, secret: secret, at: at, after: 0, period: token.periodSeconds)
            else { throw ActionError.invalid([FieldProblem("code", .mismatch)]) }
            guard try tables.hardwareTokens.activate(id, as: methodID, at: at) else {
                throw ActionError.conflict(.alreadyDone)
            }
            try tools.insert(
                TOTPMethod(
                    id: methodID, user: owner, tenant: caller.tenant, name: token.title,
                    sealedSecret: tools.sealer.seal(secret, context: Tools.context(of: methodID), nonce: nonce),
                    createdAt: at, lastAcceptedStep: step, periodSeconds: token.periodSeconds, isHardware: true),
                in: tables)
            try tools.noteFirstRegistration(
                of: subject, from: owner == caller.user ? caller.address : "", at: at, in: tables)
            log.set("hardwareToken", from: nil, to: token.serialNumber)
            if forgetsWrongCodes {
                try tables.lockouts.clear(in: caller.tenant, subject: owner.rawValue, kind: .secondFactor)
            }
            try tables.endSignIns(
                of: owner, in: caller.tenant, at: at, reason: .methodsChanged,
                except: owner == caller.user ? caller.session : nil)
        }
    }
}

extension HardwareToken {
    /// The name of the method that it becomes.
    var title: String { model.isEmpty ? serialNumber : "\(model) \(serialNumber)" }
}
