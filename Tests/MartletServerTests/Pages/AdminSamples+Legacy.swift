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

    private static var radiusClients: [RADIUSClient] {
        [("Rotterdam VPN, the old one with <two> ports", "10.1.0.0/16"), ("Wi-Fi", "2001:db8::/48")].enumerated().map {
            RADIUSClient(
                id: id(700 + $0.offset), tenant: tenant, name: $0.element.0, addressRange: $0.element.1,
                sealedSecret: [], createdAt: ago(days: $0.offset + 1))
        }
    }

    static func radius(
        mayChange: Bool, problems: Set<RADIUSClientsPage.Problem> = [], notice: AdminNotice? = nil
    ) -> RADIUSClientsPage {
        RADIUSClientsPage(
            clients: radiusClients, mayChange: mayChange,
            typed: problems.isEmpty ? nil : RADIUSClientsPage.Typed(name: "", range: "10.1.0.0/99"), problems: problems,
            wronglyNamed: problems.contains(.name) ? radiusClients[1].id : nil, notice: notice)
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
            ), ("radius", radius(mayChange: true, notice: .radiusClientRenamed)),
            ("radius-none", RADIUSClientsPage(clients: [], mayChange: true)),
            ("radius-problem", radius(mayChange: true, problems: [.name, .range])),
            ("radius-taken", radius(mayChange: true, problems: [.taken])),
            ("radius-readonly", radius(mayChange: false)),
            (
                "radius-once",
                RADIUSSecretOncePage(client: radiusClients[0], secret: "6f1d0c5be2a7940386d5c1fb7a2e9043")
            ), ("mail-key-once", MailKeyOncePage(key: "mmk_Q7xTq0mB7yK2vL4nZ8cR1sD6fG9hJ3kW5eU0iO2pA4s")),
        ]
    }
}
