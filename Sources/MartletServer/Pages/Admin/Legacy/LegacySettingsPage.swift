import MartletDirectory

/// Where a password alone is still taken, and the mail door.
package struct LegacySettingsPage: Page {
    package static let template = "admin-legacy-settings"
    package static let section = "adminLegacySettings"
    package let titleKey = "admin.legacySettings.title"
    /// The setting.
    package let setting: LegacyAuthentication
    /// The keys of the mail door that count, newest first.
    package let keys: [MailDoor.Key]
    /// Whether the security defaults block all of it anyway.
    package let isUnderDefaults: Bool
    /// The address at which the mail proxy asks.
    package let mailAddress: String
    /// Whether the viewer may change it.
    package let mayChange: Bool
    /// What was typed for the servers, where it comes back with a problem.
    package let typed: [MailDoor.MailProtocol: String]
    /// The protocols whose server was no address and port.
    package let problems: Set<MailDoor.MailProtocol>
    /// What a form just did.
    package let notice: AdminNotice?

    /// A page with every field given.
    package init(
        setting: LegacyAuthentication, keys: [MailDoor.Key], isUnderDefaults: Bool, mailAddress: String,
        mayChange: Bool, typed: [MailDoor.MailProtocol: String] = [:], problems: Set<MailDoor.MailProtocol> = [],
        notice: AdminNotice? = nil
    ) {
        self.setting = setting
        self.keys = keys
        self.isUnderDefaults = isUnderDefaults
        self.mailAddress = mailAddress
        self.mayChange = mayChange
        self.typed = typed
        self.problems = problems
        self.notice = notice
    }

    package func content(_ phrases: Phrases) -> ViewObject {
        [
            "notice": phrases.notice(notice), "mayChange": .flag(mayChange), "isUnderDefaults": .flag(isUnderDefaults),
            "surfaces": ViewValue(LegacySurface.allCases.map { view(of: $0, phrases) }),
            "servers": ViewValue(MailDoor.MailProtocol.allCases.map(view)),
            "hasProblems": .flag(!problems.isEmpty), "mailAddress": .text(mailAddress),
            "hasKeys": .flag(!keys.isEmpty), "hasOlderKeys": .flag(keys.count > 1),
            "keys": ViewValue(keys.map { view(of: $0, phrases) }),
        ]
    }

    private func view(of surface: LegacySurface, _ phrases: Phrases) -> ViewObject {
        let setting = setting[surface]
        let who = setting.changedBy ?? phrases("admin.actor.operator")
        return [
            "surface": .text(surface.rawValue),
            "name": .text(phrases("admin.legacySettings.surface.\(surface.rawValue)")),
            "text": .text(phrases("admin.legacySettings.surface.\(surface.rawValue).text")),
            "isModern": .flag(setting.mode == .modern),
            "state": .text(phrases("admin.legacySettings.state.\(setting.mode.rawValue)")),
            "changedAt": phrases.time(setting.changedAt), "changedBy": setting.changedAt == nil ? .absent : .text(who),
            "modes": ViewValue(
                LegacySurface.Mode.allCases.map { mode in
                    [
                        "value": .text(mode.rawValue),
                        "label": .text(phrases("admin.legacySettings.mode.\(mode.rawValue)")),
                        "isChosen": .flag(mode == setting.mode),
                    ] as ViewObject
                }),
        ]
    }

    private func view(of mailProtocol: MailDoor.MailProtocol) -> ViewObject {
        [
            "protocol": .text(mailProtocol.rawValue), "label": .text(mailProtocol.rawValue.uppercased()),
            "value": .text(typed[mailProtocol] ?? setting.mailDoor[mailProtocol]?.text ?? ""),
            "isWrong": .flag(problems.contains(mailProtocol)), "isOff": .flag(!mayChange),
            "port": ViewValue(mailProtocol.usualPort),
        ]
    }

    private func view(of key: MailDoor.Key, _ phrases: Phrases) -> ViewObject {
        [
            "hint": .text(key.hint), "createdAt": phrases.time(key.createdAt), "expiresAt": phrases.time(key.expiresAt),
        ]
    }
}

extension MailDoor.MailProtocol {
    /// The port that a mail server usually listens on, shown as an example.
    fileprivate var usualPort: Int {
        switch self {
        case .imap: 143
        case .pop3: 110
        case .smtp: 587
        }
    }
}

/// The key of the mail proxy, shown once.
package struct MailKeyOncePage: Page {
    package static let template = "admin-mail-key-once"
    package static let section = "adminLegacySettings"
    package let titleKey = "admin.mailKeyOnce.title"
    /// The key.
    package let key: String

    /// A page with every field given.
    package init(key: String) {
        self.key = key
    }

    package func content(_ phrases: Phrases) -> ViewObject { ["key": .text(key)] }
}
