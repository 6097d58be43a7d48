import MartletCredentials
import MartletDirectory
import MartletStore

/// Ends the registration of a passkey with what the browser made.
package struct RegisterPasskey: Sendable {
    let tools: Tools

    /// An action that works with `tools`.
    package init(_ tools: Tools) {
        self.tools = tools
    }

    /// Registers the passkey in `credential`, the JSON that the page's script sends.
    ///
    /// The challenge is spent first and stays spent, whatever comes of the rest (A059). Other sessions and remembered
    /// browsers end, as with every change of credentials (A030). Whoever has no recovery code left gets a new set.
    /// - Returns: new recovery codes, to be shown once; empty when the old ones stand.
    /// - Throws: `WebAuthnRefusal`; `ActionError.invalid` naming `name` or `passkey`, `.needsFreshSecondFactor`,
    ///   `.notFound`; `StoreError`.
    package func callAsFunction(_ credential: String, name: String, by caller: Caller) async throws -> [String] {
        let at = tools.now
        var checks = FieldChecks()
        let label = checks.optionalName(name, in: "name", limit: 64) ?? ""
        try checks.done()
        guard let id = caller.user, let session = caller.session else { throw ActionError.notFound("account") }
        let offer = await tools.offer(credential, for: .registration(in: session), at: at)
        // In a transaction of its own, on purpose: what is refused below must not open the challenge again.
        let isOpen = try await tools.store.write { tables in
            try offer.challenge.map {
                try tools.spend($0, for: .registration(in: session), in: caller.tenant, at: at, tables: tables)
            } ?? false
        }
        let codes = tools.newRecoveryCodes(for: id, tenant: caller.tenant, at: at)
        return try await tools.change(.methodRegistered, by: caller) { tables, log in
            let subject = try tables.own(caller, at: at)
            log.on(subject.user)
            let organization = try tables.organization(of: caller)
            try tables.wantPasskeyRight(of: subject, at: organization, caller: caller, now: at)
            let passkey = try tools.insertPasskey(
                offer, isOpen: isOpen, name: label, for: subject.user, at: organization, now: at, in: tables)
            log.registered(passkey)
            try tools.noteFirstRegistration(of: subject, from: caller.address, at: at, in: tables)
            try tables.endSignIns(
                of: id, in: caller.tenant, at: at, reason: .methodsChanged, except: caller.session)
            guard subject.recoveryCodesLeft == 0 else { return [] }
            try tables.recoveryCodes.replace(of: id, in: caller.tenant, with: codes.rows)
            log.set("recoveryCodes", from: "0", to: String(codes.rows.count))
            return codes.texts
        }
    }
}
