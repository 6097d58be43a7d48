import Hummingbird
import MartletActions
import MartletDirectory
import MartletPolicy

/// What an administrator does to one account.
struct UserChanges: Sendable {
    let doors: Doors

    /// Changes the names; what the form does not hold stays as it is.
    @Sendable func edit(_ visit: Visit) async throws -> Response {
        try await visit.admin { inside in
            let form = try await inside.form()
            let user = try await UserDetail(doors.tools)(visit.id("user"), by: inside.caller).user
            let edit = EditUser.Edit(
                userPrincipalName: form["userPrincipalName"] ?? user.userPrincipalName.text,
                displayName: form.text("displayName"), givenName: form["givenName"], surname: form["surname"],
                kind: form["kind"].flatMap(User.Kind.init(rawValue:)) ?? user.kind,
                // A box that is not ticked is not sent; that the form has it is said beside it.
                isService: form["offersService"] == nil ? nil : form["isService"] == "1")
            _ = try await EditUser(doors.tools)(user.id, edit, by: inside.caller)
            return inside.done(.userSaved, at: path(of: user.id))
        }
    }

    /// Lets the account sign in again.
    @Sendable func enable(_ visit: Visit) async throws -> Response {
        try await change(visit, .userEnabled) { id, caller in
            try await SetUserEnabled(doors.tools)(id, isEnabled: true, by: caller)
        }
    }

    /// Stops the account.
    @Sendable func disable(_ visit: Visit) async throws -> Response {
        try await change(visit, .userDisabled) { id, caller in
            try await SetUserEnabled(doors.tools)(id, isEnabled: false, by: caller)
        }
    }

    /// Lifts a lockout.
    @Sendable func unlock(_ visit: Visit) async throws -> Response {
        try await change(visit, .userUnlocked) { id, caller in
            try await UnlockUser(doors.tools)(id, by: caller)
        }
    }

    /// Closes what is open about the account.
    @Sendable func dismissRisk(_ visit: Visit) async throws -> Response {
        try await change(visit, .riskDismissed) { id, caller in
            try await DismissRisk(doors.tools)(id, by: caller)
        }
    }

    /// Removes the methods, so that the next sign-in registers.
    @Sendable func requireRegistration(_ visit: Visit) async throws -> Response {
        try await change(visit, .registrationRequired) { id, caller in
            try await RequireReregistration(doors.tools)(id, by: caller)
        }
    }

    /// Takes away what was registered since a reported sign-in.
    @Sendable func withdrawSuspects(_ visit: Visit) async throws -> Response {
        try await change(visit, .suspectsWithdrawn) { id, caller in
            try await WithdrawSuspectMethods(doors.tools)(id, by: caller)
        }
    }

    /// Switches MFA on or off for the person by name (PU-1).
    @Sendable func setMFAState(_ visit: Visit) async throws -> Response {
        try await visit.admin { inside in
            let form = try await inside.form()
            let id: ID<User> = try visit.id("user")
            guard let state = User.PerUserMFA(rawValue: form.text("state")) else {
                throw try await inside.badRequest(wanting: .manageMethods, for: .perUserMFAChanged, doors)
            }
            return try await inside.change(.mfaStateSet, at: path(of: id)) {
                try await SetPerUserMFA(doors.tools)(id, state, by: inside.caller)
            }
        }
    }

    /// Puts the person on the block list (PN-14).
    @Sendable func blockMFA(_ visit: Visit) async throws -> Response {
        try await changeBlock(visit, .mfaBlocked) { id, reason, caller in
            try await BlockMFA(doors.tools)(id, reason: reason, by: caller)
        }
    }

    /// Takes them off it.
    @Sendable func unblockMFA(_ visit: Visit) async throws -> Response {
        try await changeBlock(visit, .mfaUnblocked) { id, reason, caller in
            try await UnblockMFA(doors.tools)(id, reason: reason, by: caller)
        }
    }

    private func changeBlock(
        _ visit: Visit, _ notice: AdminNotice, _ act: (ID<User>, String, Caller) async throws -> Void
    ) async throws -> Response {
        try await visit.admin { inside in
            let reason = try await inside.form().text("reason")
            let id: ID<User> = try visit.id("user")
            return try await inside.change(notice, at: path(of: id)) { try await act(id, reason, inside.caller) }
        }
    }

    /// Removes one authenticator app.
    @Sendable func removeMethod(_ visit: Visit) async throws -> Response {
        try await change(visit, .methodRemoved) { id, caller in
            try await RemoveMethod(doors.tools)(.authenticator(visit.id("method")), of: id, by: caller)
        }
    }

    /// Removes one passkey.
    @Sendable func removePasskey(_ visit: Visit) async throws -> Response {
        try await change(visit, .passkeyRemoved) { id, caller in
            try await RemoveMethod(doors.tools)(.passkey(visit.id("passkey")), of: id, by: caller)
        }
    }

    /// Removes one certificate.
    @Sendable func removeCertificate(_ visit: Visit) async throws -> Response {
        try await change(visit, .personCertificateRemoved) { id, caller in
            try await RemoveMethod(doors.tools)(.certificate(visit.id("certificate")), of: id, by: caller)
        }
    }

    /// Lets the person register a first method, for a day.
    @Sendable func allowRegistration(_ visit: Visit) async throws -> Response {
        try await change(visit, .registrationAllowed) { id, caller in
            try await AllowFirstRegistration(doors.tools)(id, by: caller)
        }
    }

    /// Signs the account out everywhere.
    @Sendable func revokeSessions(_ visit: Visit) async throws -> Response {
        try await change(visit, .sessionsRevoked) { id, caller in
            try await RevokeSessions(doors.tools)(id, by: caller)
        }
    }

    /// Deletes the account; its page is gone, so the list says so.
    @Sendable func delete(_ visit: Visit) async throws -> Response {
        try await visit.admin { inside in
            _ = try await inside.form()
            try await DeleteUser(doors.tools)(visit.id("user"), by: inside.caller)
            return inside.done(.userDeleted, at: "/admin/users")
        }
    }

    /// Sets a temporary password, shown once, and only here.
    @Sendable func resetPassword(_ visit: Visit) async throws -> Response {
        try await visit.admin { inside in
            _ = try await inside.form()
            let id: ID<User> = try visit.id("user")
            let password = try await ResetPassword(doors.tools)(id, by: inside.caller)
            let detail = try await UserDetail(doors.tools)(id, by: inside.caller)
            return try inside.page(
                PasswordOncePage(
                    user: id, displayName: detail.user.displayName,
                    userPrincipalName: detail.user.userPrincipalName.text, password: password ?? "",
                    expiresAt: detail.passwordExpiresAt, isNewUser: false))
        }
    }

    private func change(
        _ visit: Visit, _ notice: AdminNotice, _ act: (ID<User>, Caller) async throws -> Void
    ) async throws -> Response {
        try await visit.admin { inside in
            _ = try await inside.form()
            let id: ID<User> = try visit.id("user")
            return try await inside.change(notice, at: path(of: id)) { try await act(id, inside.caller) }
        }
    }

    private func path(of user: ID<User>) -> String { "/admin/users/\(user)" }
}
