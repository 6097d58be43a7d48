import MartletDirectory
import MartletStore

extension Sample {
    static func legacyKey(
        _ agent: String, user: ID<User>? = ada.id, network: String = "192.0.2.0/24"
    ) -> LegacyEntry.Key {
        LegacyEntry.Key(
            user: user, application: portal.id, door: "legacyMail", clientApp: "IMAP4", protocolName: "imap",
            network: network, userAgent: agent)
    }

    static func legacyEntry(_ word: String, user: ID<User>? = ada.id, at: Timestamp = now) -> LegacyEntry {
        LegacyEntry(
            id: id(word), tenant: tenant.id, key: legacyKey(word, user: user),
            userPrincipalName: user == nil ? "" : "ada@contoso.example",
            userDisplayName: user == nil ? "" : "Ada Lovelace", applicationName: "Mail", lastAddress: "192.0.2.7",
            firstSeenAt: at, lastSeenAt: at)
    }
}
