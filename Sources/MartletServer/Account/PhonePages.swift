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
                    return visit.redirect(to: "/account/security?done=\(AccountNotice.phoneAdded.rawValue)")
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
}
