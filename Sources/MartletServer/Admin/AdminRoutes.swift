import Hummingbird

/// The URLs of the admin center.
enum AdminRoutes {
    /// The list.
    static func all(_ doors: Doors) -> [Routes.Route] {
        directory(doors) + users(doors) + groups(doors) + applications(doors) + tenant(doors)
            + legacySettings(doors) + legacyReport(doors)
    }

    private static func directory(_ doors: Doors) -> [Routes.Route] {
        let roles = RolePages(doors: doors)
        let signIns = SignInLogPages(doors: doors)
        let audits = AuditLogPages(doors: doors)
        return [
            Routes.get("/admin", OverviewPages(doors: doors).show),
            Routes.get("/admin/roles", roles.list),
            Routes.get("/admin/roles/:role", roles.show),
            Routes.get("/admin/signins", signIns.list),
            Routes.get("/admin/signins/:record", signIns.show),
            Routes.get("/admin/audit", audits.list),
            Routes.get("/admin/audit/:record", audits.show),
        ]
    }

    private static func users(_ doors: Doors) -> [Routes.Route] {
        let pages = UserPages(doors: doors)
        let new = NewUserPages(doors: doors)
        let changes = UserChanges(doors: doors)
        let roles = UserRoleChanges(doors: doors)
        let passes = UserPassChanges(doors: doors)
        return [
            Routes.get("/admin/users", pages.list),
            Routes.post("/admin/users", new.add),
            Routes.get("/admin/users/new", new.form),
            Routes.get("/admin/users/:user", pages.show),
            Routes.post("/admin/users/:user/edit", changes.edit),
            Routes.post("/admin/users/:user/enable", changes.enable),
            Routes.post("/admin/users/:user/disable", changes.disable),
            Routes.post("/admin/users/:user/delete", changes.delete),
            Routes.post("/admin/users/:user/unlock", changes.unlock),
            Routes.post("/admin/users/:user/dismiss-risk", changes.dismissRisk),
            Routes.post("/admin/users/:user/withdraw-suspects", changes.withdrawSuspects),
            Routes.post("/admin/users/:user/reset-password", changes.resetPassword),
            Routes.post("/admin/users/:user/require-registration", changes.requireRegistration),
            Routes.post("/admin/users/:user/mfa-state", changes.setMFAState),
            Routes.post("/admin/users/:user/mfa-block", changes.blockMFA),
            Routes.post("/admin/users/:user/mfa-unblock", changes.unblockMFA),
            Routes.post("/admin/users/:user/passkeys/:passkey/remove", changes.removePasskey),
            Routes.post("/admin/users/:user/certificates/:certificate/remove", changes.removeCertificate),
            Routes.post("/admin/users/:user/methods/:method/remove", changes.removeMethod),
            Routes.post("/admin/users/:user/allow-registration", changes.allowRegistration),
            Routes.post("/admin/users/:user/pass", passes.give),
            Routes.post("/admin/users/:user/pass/delete", passes.delete),
            Routes.post("/admin/users/:user/revoke-sessions", changes.revokeSessions),
            Routes.post("/admin/users/:user/roles", roles.give),
            Routes.post("/admin/users/:user/roles/:assignment/remove", roles.remove),
        ]
    }

    private static func groups(_ doors: Doors) -> [Routes.Route] {
        let pages = GroupPages(doors: doors)
        let new = NewGroupPages(doors: doors)
        let changes = GroupChanges(doors: doors)
        return [
            Routes.get("/admin/groups", pages.list),
            Routes.post("/admin/groups", new.add),
            Routes.get("/admin/groups/new", new.form),
            Routes.get("/admin/groups/:group", pages.show),
            Routes.post("/admin/groups/:group/edit", changes.edit),
            Routes.post("/admin/groups/:group/delete", changes.delete),
            Routes.post("/admin/groups/:group/members", changes.addMember),
            Routes.post("/admin/groups/:group/members/:user/remove", changes.removeMember),
            Routes.post("/admin/groups/:group/roles", changes.giveRole),
            Routes.post("/admin/groups/:group/roles/:assignment/remove", changes.removeRole),
        ]
    }

    private static func applications(_ doors: Doors) -> [Routes.Route] {
        let pages = ApplicationPages(doors: doors)
        let new = NewApplicationPages(doors: doors)
        let changes = ApplicationChanges(doors: doors)
        let credentials = ApplicationCredentials(doors: doors)
        let settings = ApplicationSettingsPages(doors: doors)
        return [
            Routes.get("/admin/apps", pages.list),
            Routes.post("/admin/apps", new.register),
            Routes.get("/admin/apps/new", new.form),
            Routes.get("/admin/apps/:app", pages.show),
            Routes.post("/admin/apps/:app/edit", changes.edit),
            Routes.get("/admin/apps/:app/settings", settings.show),
            Routes.post("/admin/apps/:app/settings", settings.edit),
            Routes.post("/admin/apps/:app/roles", settings.addRole),
            Routes.post("/admin/apps/:app/roles/:role/remove", settings.removeRole),
            Routes.post("/admin/apps/:app/assignments", settings.assign),
            Routes.post("/admin/apps/:app/assignments/:assignment/remove", settings.unassign),
            Routes.post("/admin/apps/:app/enable", changes.enable),
            Routes.post("/admin/apps/:app/disable", changes.disable),
            Routes.post("/admin/apps/:app/delete", changes.delete),
            Routes.post("/admin/apps/:app/secrets", credentials.addSecret),
            Routes.post("/admin/apps/:app/certificates", credentials.addCertificate),
            // A certificate is removed by the same form as a secret.
            Routes.post("/admin/apps/:app/secrets/:credential/remove", credentials.remove),
        ]
    }

    private static func legacySettings(_ doors: Doors) -> [Routes.Route] {
        let settings = LegacySettingsPages(doors: doors)
        let radius = RADIUSClientPages(doors: doors)
        return [
            Routes.get("/admin/legacy/settings", settings.show),
            Routes.post("/admin/legacy/settings/surfaces/:surface", settings.setSurface),
            Routes.post("/admin/legacy/settings/servers", settings.setServers),
            Routes.post("/admin/legacy/settings/keys", settings.makeKey),
            Routes.post("/admin/legacy/settings/keys/revoke", settings.revokeKeys),
            Routes.get("/admin/legacy/radius", radius.list),
            Routes.post("/admin/legacy/radius", radius.add),
            Routes.post("/admin/legacy/radius/:client/rename", radius.rename),
            Routes.post("/admin/legacy/radius/:client/secret", radius.replaceSecret),
            Routes.post("/admin/legacy/radius/:client/remove", radius.remove),
        ]
    }

    private static func tenant(_ doors: Doors) -> [Routes.Route] {
        let defaults = SecurityDefaultsPages(doors: doors)
        let emergency = EmergencyPages(doors: doors)
        let methods = MethodsPages(doors: doors)
        let tokens = HardwareTokenPages(doors: doors)
        let strengths = StrengthPages(doors: doors)
        let authorities = CertificateAuthorityPages(doors: doors)
        return [
            Routes.get("/admin/security-defaults", defaults.show),
            Routes.post("/admin/security-defaults/on", defaults.switchOn),
            Routes.post("/admin/security-defaults/off", defaults.switchOff),
            Routes.post("/admin/security-defaults/grace", defaults.setGrace),
            Routes.get("/admin/methods", methods.list),
            Routes.get("/admin/methods/:section", methods.show),
            Routes.post("/admin/methods/:section", methods.save),
            Routes.get("/admin/mfa-blocks", MFABlockPages(doors: doors).list),
            Routes.get("/admin/hardware-tokens", tokens.list),
            Routes.post("/admin/hardware-tokens", tokens.take),
            Routes.post("/admin/hardware-tokens/:token/assign", tokens.assign),
            Routes.post("/admin/hardware-tokens/:token/activate", tokens.activate),
            Routes.post("/admin/hardware-tokens/:token/delete", tokens.delete),
            Routes.get("/admin/strengths", strengths.list),
            Routes.post("/admin/strengths", strengths.add),
            Routes.get("/admin/strengths/new", strengths.form),
            Routes.get("/admin/strengths/:strength", strengths.show),
            Routes.post("/admin/strengths/:strength", strengths.save),
            Routes.post("/admin/strengths/:strength/delete", strengths.delete),
            Routes.get("/admin/certificate-authorities", authorities.list),
            Routes.post("/admin/certificate-authorities", authorities.add),
            Routes.post("/admin/certificate-authorities/:authority/list", authorities.setList),
            Routes.post("/admin/certificate-authorities/:authority/remove", authorities.remove),
            Routes.get("/admin/emergency", emergency.show),
            Routes.post("/admin/emergency", emergency.make),
        ]
    }

    private static func legacyReport(_ doors: Doors) -> [Routes.Route] {
        let report = LegacyReportPages(doors: doors)
        return [
            Routes.get("/admin/legacy", report.list),
            Routes.get("/admin/legacy.csv", report.sheet),
            Routes.get("/admin/legacy.json", report.json),
            Routes.get("/admin/legacy/impact", report.impact),
            Routes.get("/admin/legacy/workloads", report.workloads),
            Routes.get("/admin/legacy/entries/:entry", report.show),
            Routes.post("/admin/legacy/entries/:entry", report.tend),
        ]
    }
}
