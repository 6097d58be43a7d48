import HTTPTypes
import Hummingbird
import MartletActions
import MartletCredentials
import MartletDirectory

/// A person's own passkeys: making, naming and removing them.
struct PasskeyPages: Sendable {
    let doors: Doors

    /// The page that makes one; whoever has a method proves it first, within five minutes (PK-2).
    @Sendable func form(_ visit: Visit) async throws -> Response {
        try await visit.inside(.accountChange) { inside in
            do {
                return try await show(inside)
            } catch let error as ActionError where error.wantsNewSignIn {
                return visit.redirect(to: "/account/security?done=\(AccountNotice.signInAnew.rawValue)")
            }
        }
    }

    /// Takes what the browser made.
    @Sendable func register(_ visit: Visit) async throws -> Response {
        try await visit.inside(.accountChange) { inside in
            let form = try await inside.form()
            do {
                let codes = try await RegisterPasskey(doors.tools)(
                    form.text("credential"), name: form.text("name"), by: inside.caller)
                guard !codes.isEmpty else {
                    return visit.redirect(to: RegistrationWizard.review(.passkeyAdded))
                }
                return try inside.page(
                    RecoveryCodesPage(
                        action: "/account/recovery-codes", codes: codes,
                        userName: inside.visitor.user.userPrincipalName.text))
            } catch let refusal as WebAuthnRefusal {
                return try await show(inside, name: form.text("name"), problem: PasskeyAsk.Problem(refusal))
            } catch let error as ActionError where error.wantsNewSignIn {
                return visit.redirect(to: "/account/security?done=\(AccountNotice.signInAnew.rawValue)")
            }
        }
    }

    /// Gives one another name.
    @Sendable func rename(_ visit: Visit) async throws -> Response {
        try await visit.inside(.accountChange) { inside in
            let form = try await inside.form()
            try await RenameOwnMethod(doors.tools)(
                .passkey(try passkey(visit)), to: form.text("name"), by: inside.caller)
            return visit.redirect(to: "/account/security?done=\(AccountNotice.passkeyRenamed.rawValue)")
        }
    }

    /// Removes one.
    @Sendable func delete(_ visit: Visit) async throws -> Response {
        try await visit.inside(.accountChange) { inside in
            _ = try await inside.form()
            do {
                try await DeleteOwnMethod(doors.tools)(.passkey(try passkey(visit)), by: inside.caller)
            } catch let error as ActionError where error.isAboutLastMethod {
                return visit.redirect(to: "/account/security?done=\(AccountNotice.lastMethodStays.rawValue)")
            }
            return visit.redirect(to: "/account/security?done=\(AccountNotice.passkeyDeleted.rawValue)")
        }
    }

    private func passkey(_ visit: Visit) throws -> ID<Passkey> {
        guard let id = ID<Passkey>(parsing: try visit.segment("id")) else { throw Stop.notFound }
        return id
    }

    private func show(
        _ inside: Inside, name: String? = nil, problem: PasskeyAsk.Problem? = nil
    ) async throws -> Response {
        let options = try await BeginPasskey(doors.tools)(by: inside.caller)
        return try inside.page(
            AccountPasskeyPage(
                ask: PasskeyAsk(options: options.json, problem: problem),
                name: name ?? AgentName(userAgent: inside.visit.origin.userAgent).label),
            status: problem == nil ? 200 : 400)
    }
}

extension AgentName {
    /// What a person recognises a browser by, as a name for what was made in it; empty for an unknown one.
    var label: String { [program, system].compactMap(\.self).joined(separator: " · ") }
}
