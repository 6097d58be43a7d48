import Hummingbird

/// The URLs of "my account".
enum AccountRoutes {
    /// The list.
    static func all(_ doors: Doors) -> [Routes.Route] {
        let overview = AccountPages(doors: doors)
        let security = SecurityPages(doors: doors)
        let wizard = RegistrationWizard(doors: doors)
        let passkeys = PasskeyPages(doors: doors)
        let sessions = SessionPages(doors: doors)
        let phones = PhonePages(doors: doors)
        let passes = OwnPassPages(doors: doors)
        return [
            Routes.get("/account", overview.overview),
            Routes.get("/account/signins", overview.signIns),
            Routes.post("/account/signins/:id/answer", overview.answerSignIn),
            Routes.get("/account/apps", overview.apps),
            Routes.post("/account/apps/:id/revoke", overview.revokeApp),
            Routes.get("/account/groups", overview.groups),
            Routes.get("/account/preferences", overview.preferences),
            Routes.post("/account/language", overview.savePreferences),
            Routes.get("/account/security", security.overview),
            Routes.get("/account/security/add", wizard.choose),
            Routes.get("/account/security/review", wizard.review),
            Routes.get("/account/password", security.password),
            Routes.post("/account/password", security.changePassword),
            Routes.post("/account/authenticator", security.authenticator),
            Routes.get("/account/phone", phones.show),
            Routes.post("/account/phone", phones.take),
            Routes.get("/account/phone/state", phones.state),
            Routes.post("/account/phones/:id/pin", phones.setPIN),
            Routes.post("/account/phones/:id/pin/remove", phones.removePIN),
            Routes.post("/account/methods/:id/rename", security.renameMethod),
            Routes.post("/account/hardware-token", security.activateToken),
            Routes.post("/account/default-method", security.chooseDefault),
            Routes.post("/account/methods/:id/delete", security.deleteMethod),
            Routes.get("/account/passkeys/new", passkeys.form),
            Routes.post("/account/passkeys", passkeys.register),
            Routes.post("/account/passkeys/:id/rename", passkeys.rename),
            Routes.post("/account/passkeys/:id/delete", passkeys.delete),
            Routes.post("/account/certificates/:id/delete", security.deleteCertificate),
            Routes.post("/account/pass/delete", passes.delete),
            Routes.post("/account/recovery-codes", security.newRecoveryCodes),
            Routes.get("/account/sessions", sessions.list),
            Routes.post("/account/sessions/end-others", sessions.endOthers),
            Routes.post("/account/sessions/:id/end", sessions.end),
        ]
    }
}
