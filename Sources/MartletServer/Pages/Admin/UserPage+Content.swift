import MartletActions
import MartletDirectory

extension UserPage: Page {
    package static var template: String { "admin-user" }
    package static var section: String { "adminUsers" }
    package var titleKey: String { "admin.user.title" }
    package func titleArguments(_ phrases: Phrases) -> [String: String] { ["name": user.displayName] }

    package func content(_ phrases: Phrases) -> ViewObject {
        var view = phrases.person(
            user.id, displayName: user.displayName, userPrincipalName: user.userPrincipalName.text)
        view["notice"] = phrases.notice(notice)
        view["userID"] = .text(user.id.rawValue)
        view["isViewer"] = .flag(isViewer)
        view["given"] = ViewValue(user.givenName)
        view["surname"] = ViewValue(user.surname)
        view["isGuest"] = .flag(user.kind == .guest)
        view["isEnabled"] = .flag(user.isEnabled)
        view["isEmergency"] = .flag(user.isEmergencyAccess)
        view["isService"] = .flag(user.isService)
        view["createdAt"] = .object(phrases.time(user.createdAt))
        view["registration"] = .object(phrases.registration(registration))
        view["registrationText"] = .text(phrases("admin.user.registration.\(registration.word)"))
        view["mfaState"] = .object(mfaStateView(phrases))
        view["block"] = ViewValue(mfaBlock.map { $0.view(phrases) })
        view["lockouts"] = lockoutsView(phrases)
        view["risks"] = risks.isEmpty ? .absent : ["items": ViewValue(risks.map { riskView($0, phrases) })]
        view["suspects"] =
            suspects.isEmpty ? .absent : ["items": ViewValue(suspects.map { suspectView($0, phrases) })]
        view["roles"] = roles.isEmpty ? .absent : ["items": ViewValue(roles.map(phrases.held))]
        view["holdsSynchronization"] = .flag(
            roles.contains { $0.role == DirectoryRole.directorySynchronizationAccounts.id })
        view["picker"] = .object(
            phrases.rolePicker(except: Set(roles.filter { $0.group == nil }.map(\.role))))
        view["groups"] =
            groups.isEmpty
            ? .absent
            : [
                "items": ViewValue(
                    groups.map { ["id": .text($0.group.rawValue), "name": .text($0.name)] as ViewObject })
            ]
        view["password"] = passwordView(phrases)
        view["methods"] = ViewValue(methods.map { methodView($0, phrases) })
        view["certificates"] = ViewValue(certificates.map { $0.view(phrases) })
        view["hasMethods"] = .flag(!methods.isEmpty || !certificates.isEmpty)
        view["pass"] = ViewValue(pass.map { $0.view(phrases) })
        view["approval"] = ViewValue(approval.map { ["until": phrases.time($0.until)] })
        view["firstRegistered"] = ViewValue(firstRegistered.map { $0.view(phrases) })
        view["passForm"] = ViewValue(passForm?.view)
        view["codesLeft"] = ViewValue(recoveryCodesLeft)
        view["codesAreFew"] = .flag(recoveryCodesLeft < 3 && !methods.isEmpty)
        view["sessions"] =
            sessions.isEmpty ? .absent : ["items": ViewValue(sessions.map { sessionView($0, phrases) })]
        view["signIns"] = signIns.isEmpty ? .absent : ["items": ViewValue(signIns.map(phrases.signIn))]
        view["may"] = .object(permissions.view)
        return view
    }

    private func mfaStateView(_ phrases: Phrases) -> ViewObject {
        let choices: [ViewObject] = User.PerUserMFA.allCases.map { state in
            [
                "value": .text(state.rawValue), "label": .text(phrases("admin.user.mfaState.\(state.rawValue)")),
                "isChosen": .flag(state == user.perUserMFA),
            ]
        }
        return [
            "current": .text(phrases("admin.user.mfaState.\(user.perUserMFA.rawValue)")),
            "about": .text(phrases("admin.user.mfaState.\(user.perUserMFA.rawValue).text")),
            "isOn": .flag(user.perUserMFA != .disabled), "choices": ViewValue(choices),
        ]
    }

    private func lockoutsView(_ phrases: Phrases) -> ViewValue {
        guard !lockouts.isEmpty else { return .absent }
        let items: [ViewObject] = lockouts.map { lockout in
            let until = lockout.lockedUntil.flatMap { $0 > phrases.now ? $0 : nil }
            return [
                "text": .text(phrases("admin.user.lockout.\(lockout.kind.rawValue)", ["n": String(lockout.failures)])),
                "until": phrases.time(until),
            ]
        }
        let isLocked = lockouts.contains { ($0.lockedUntil ?? phrases.now) > phrases.now }
        return ["items": ViewValue(items), "isLocked": .flag(isLocked)]
    }

    private func riskView(_ risk: RiskDetection, _ phrases: Phrases) -> ViewObject {
        [
            "text": .text(phrases("admin.user.risk.\(risk.kind.rawValue)")), "signIn": ViewValue(risk.signIn?.rawValue),
            "at": .object(phrases.time(risk.detectedAt)),
        ]
    }

    private func suspectView(_ suspect: Suspect, _ phrases: Phrases) -> ViewObject {
        [
            "kind": .text(suspect.kind.map { phrases("admin.method.\($0.name)") } ?? phrases("admin.user.certificate")),
            "name": ViewValue(nonEmpty: suspect.name), "createdAt": .object(phrases.time(suspect.createdAt)),
        ]
    }

    private func passwordView(_ phrases: Phrases) -> ViewValue {
        guard let password else { return .absent }
        return [
            "changedAt": .object(phrases.time(password.changedAt)), "mustChange": .flag(password.mustChange),
            "expiresAt": phrases.time(password.expiresAt),
        ]
    }

    private func methodView(_ method: RegisteredMethod, _ phrases: Phrases) -> ViewObject {
        [
            "kind": .text(phrases("admin.method.\(method.method.name)")), "name": ViewValue(nonEmpty: method.name),
            "createdAt": .object(phrases.day(method.createdAt)),
            "used": ViewValue(method.lastUsedAt.map(phrases.day)), "passkey": ViewValue(method.passkey?.id.rawValue),
            "app": ViewValue(method.app?.rawValue), "isPasskey": .flag(method.passkey != nil),
            "isSynced": .flag(method.passkey?.isSynced == true),
            "isAttested": .flag(method.passkey?.isAttested == true),
            "isRefused": .flag(method.passkey?.isUsable == false), "model": ViewValue(method.passkey?.model),
        ]
    }

    private func sessionView(_ session: SessionRow, _ phrases: Phrases) -> ViewObject {
        [
            "agent": ViewValue(nonEmpty: phrases.agent(session.origin)), "address": .text(session.origin.address),
            "country": ViewValue(session.origin.country), "createdAt": .object(phrases.time(session.createdAt)),
            "lastSeenAt": .object(phrases.time(session.lastSeenAt)),
            "proven": .text(
                session.methods.map { phrases("admin.method.\($0.name)") }.joined(
                    separator: phrases("admin.list.separator"))),
        ]
    }
}

extension UserPage.Permissions {
    fileprivate var view: ViewObject {
        [
            "edit": .flag(contains(.edit)), "enable": .flag(contains(.enable)),
            "resetPassword": .flag(contains(.resetPassword)),
            "requireRegistration": .flag(contains(.requireRegistration)),
            "revokeSessions": .flag(contains(.revokeSessions)), "assignRoles": .flag(contains(.assignRoles)),
            "unlock": .flag(contains(.unlock)), "delete": .flag(contains(.delete)), "nothing": .flag(isEmpty),
        ]
    }
}
