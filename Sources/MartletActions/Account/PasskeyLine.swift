import MartletDirectory
import MartletPolicy

/// A registered passkey as pages show it.
package struct PasskeyLine: Sendable, Equatable {
    /// The method's identifier.
    package let id: ID<Passkey>
    /// The name the person gave it; may be empty.
    package let name: String
    /// When it was registered.
    package let createdAt: Timestamp
    /// When it was last used to sign in; `nil` before.
    package let lastUsedAt: Timestamp?
    /// Whether it may be on several devices (PK-1).
    package let isSynced: Bool
    /// Whether an authority vouches for its model.
    package let isAttested: Bool
    /// The model of its authenticator, a UUID; `nil` where it does not say.
    package let model: String?
    /// Whether the organisation lets it be used (PK-8).
    package let isUsable: Bool

    /// The line of a passkey of somebody who may use `allowed`.
    package init(_ passkey: Passkey, under allowed: AllowedMethods) {
        id = passkey.id
        name = passkey.name
        createdAt = passkey.createdAt
        lastUsedAt = passkey.lastUsedAt
        isSynced = passkey.isBackupEligible
        isAttested = passkey.isAttested
        model = passkey.aaguid == Passkey.unknownModel ? nil : Self.uuid(passkey.aaguid)
        isUsable = allowed.allow(passkey)
    }

    /// 32 digits with the hyphens that people look models up by.
    private static func uuid(_ digits: String) -> String {
        var text = ""
        for (index, digit) in digits.enumerated() {
            if index == 8 || index == 12 || index == 16 || index == 20 { text.append("-") }
            text.append(digit)
        }
        return text
    }
}
