import HTTPTypes
import Hummingbird
import MartletActions
import MartletCredentials
import MartletDirectory

/// Security info: registering a phone with Martlet Authenticator. Every step is a sensitive task (SD-38 d).
struct PhonePages: Sendable {
    let doors: Doors

    /// How far the registration that this session has begun has come.
    @Sendable func show(_ visit: Visit) async throws -> Response {
        try await visit.inside(.accountChange) { inside in
            guard let offer = try await RegisterPhone(doors.tools).offer(by: inside.caller) else {
                return visit.redirect(to: "/account/security")
            }
            guard let steps = PhoneSteps(offer) else { throw Stop.badRequest }
            return try inside.page(AccountPhonePage(steps: steps))
        }
    }

    /// The same as a word for the script of the page.
    @Sendable func state(_ visit: Visit) async throws -> Response {
        try await visit.inside(.accountChange) { inside in
            let offer = try await RegisterPhone(doors.tools).offer(by: inside.caller)
            let object: JSONObject = ["state": .string(offer?.state.rawValue ?? "over")]
            return visit.json(object.text)
        }
    }

    /// Begins a registration, or ends it where the phone has proven itself.
    @Sendable func take(_ visit: Visit) async throws -> Response {
        try await visit.inside(.accountChange) { inside in
            let form = try await inside.form()
            let register = RegisterPhone(doors.tools)
            guard form.text("step") == "prove" else {
                do {
                    try await register.begin(by: inside.caller)
                } catch ActionError.invalid {
                    return visit.redirect(to: "/account/security?done=\(AccountNotice.methodNotOffered.rawValue)")
                }
                return visit.redirect(to: "/account/phone")
            }
            do {
                let codes = try await register(by: inside.caller)
                guard !codes.isEmpty else {
                    return visit.redirect(to: RegistrationWizard.review(.phoneAdded))
                }
                return try inside.page(
                    RecoveryCodesPage(
                        action: "/account/recovery-codes", codes: codes,
                        userName: inside.visitor.user.userPrincipalName.text))
            } catch ActionError.invalid {
                return visit.redirect(to: "/account/phone")
            }
        }
    }

    /// Lets a phone sign the person in without a password.
    @Sendable func setPIN(_ visit: Visit) async throws -> Response {
        try await visit.inside(.accountChange) { inside in
            let form = try await inside.form()
            let phone = try Self.phone(visit)
            var notice = AccountNotice.phonePINSet
            do {
                guard form.text("pin") == form.text("pin-again") else {
                    throw ActionError.invalid([FieldProblem("pin", .mismatch)])
                }
                try await SetPhonePIN(doors.tools)(phone, to: form.text("pin"), by: inside.caller)
            } catch let error as ActionError where error.wantsNewSignIn {
                notice = .signInAnew
            } catch ActionError.invalid(let problems) {
                notice = problems.contains { $0.field == "pin" } ? .phonePINRefused : .methodNotOffered
            }
            return visit.redirect(to: "/account/security?done=\(notice.rawValue)")
        }
    }

    /// Has the password asked for again.
    @Sendable func removePIN(_ visit: Visit) async throws -> Response {
        try await visit.inside(.accountChange) { inside in
            _ = try await inside.form()
            var notice = AccountNotice.phonePINRemoved
            do {
                try await SetPhonePIN(doors.tools).remove(try Self.phone(visit), by: inside.caller)
            } catch let error as ActionError where error.isAboutLastMethod {
                notice = .lastMethodStays
            } catch ActionError.conflict(.alreadyDone) {
                notice = .phonePINRemoved
            }
            return visit.redirect(to: "/account/security?done=\(notice.rawValue)")
        }
    }

    private static func phone(_ visit: Visit) throws -> ID<TOTPMethod> {
        guard let id = ID<TOTPMethod>(parsing: try visit.segment("id")) else { throw Stop.notFound }
        return id
    }
}
