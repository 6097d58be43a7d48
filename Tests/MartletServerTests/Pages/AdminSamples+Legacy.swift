import MartletDirectory

@testable import MartletServer

extension AdminSamples {
    static var legacySetting: LegacyAuthentication {
        var setting = LegacyAuthentication()
        setting.mail = LegacySurfaceSetting(mode: .both, changedAt: now, changedBy: signInName(0))
        setting.network = LegacySurfaceSetting(mode: .legacy, changedAt: now, changedBy: nil)
        setting.mailDoor.imap = MailDoor.Backend(address: "192.0.2.4", port: 143)
        return setting
    }

    static func legacySettings(mayChange: Bool, problems: Set<MailDoor.MailProtocol> = []) -> LegacySettingsPage {
        LegacySettingsPage(
            setting: legacySetting,
            keys: [
                MailDoor.Key(digest: [], hint: "mmk_Q7xT", createdAt: now),
                MailDoor.Key(digest: [], hint: "mmk_9aLe", createdAt: now, expiresAt: now + .days(1)),
            ], isUnderDefaults: !mayChange, mailAddress: "https://id.example.com/legacy/mail/example.com",
            mayChange: mayChange, typed: problems.isEmpty ? [:] : [.smtp: "mail.example.com"], problems: problems,
            notice: problems.isEmpty ? .mailServersSaved : nil)
    }

    static var legacyPages: [(String, any MartletServer.Page)] {
        [
            ("legacy-settings", legacySettings(mayChange: true)),
            ("legacy-settings-problem", legacySettings(mayChange: true, problems: [.smtp])),
            ("legacy-settings-readonly", legacySettings(mayChange: false)),
            (
                "legacy-settings-new",
                LegacySettingsPage(
                    setting: LegacyAuthentication(), keys: [], isUnderDefaults: true,
                    mailAddress: "https://id.example.com/legacy/mail/example.com", mayChange: true)
            ), ("mail-key-once", MailKeyOncePage(key: "mmk_Q7xTq0mB7yK2vL4nZ8cR1sD6fG9hJ3kW5eU0iO2pA4s")),
        ]
    }
}
