/// A place where programs sign people in with a name and a password, and where an organisation says which kind of
/// authentication there is.
package enum LegacySurface: String, Sendable, Hashable, CaseIterable, Codable {
    /// Mail programs: nginx's mail proxy, and the password grant of an app that is marked as a mail server.
    case mail
    /// HTTP Basic in front of web sites, and of Exchange's protocols over HTTP.
    case web
    /// Simple binds at the directory listener.
    case directory
    /// VPN and Wi-Fi boxes.
    case network

    /// How far a surface has come on its way to modern authentication.
    package enum Mode: String, Sendable, Hashable, CaseIterable, Codable {
        /// Nobody has begun: passwords, where nothing else blocks them.
        case legacy
        /// People are being moved: passwords still pass where nothing else blocks them, tokens pass already.
        case both
        /// Tokens only; a password alone is refused, whatever else is switched on or off.
        case modern

        /// Whether a password alone is refused here even without the security defaults.
        package var blocksPasswords: Bool { self == .modern }
    }
}

/// The mode of one surface, and who chose it.
package struct LegacySurfaceSetting: SparseDocument {
    /// The mode; `modern` until somebody chooses another.
    package var mode: LegacySurface.Mode
    /// When it was chosen; `nil` where nobody ever did.
    package var changedAt: Timestamp?
    /// Who chose it, as the audit log names them; `nil` for the operator and where nobody ever did.
    package var changedBy: String?

    /// The default, which is the safe one.
    package init() {
        mode = .modern
    }

    /// A setting with every field given.
    package init(mode: LegacySurface.Mode, changedAt: Timestamp?, changedBy: String?) {
        self.mode = mode
        self.changedAt = changedAt
        self.changedBy = changedBy
    }

    package init(from decoder: any Decoder) throws {
        let members = try decoder.container(keyedBy: CodingKeys.self)
        mode = try members.decode(.mode, or: .modern)
        changedAt = try members.decodeIfPresent(Timestamp.self, forKey: .changedAt)
        changedBy = try members.decodeIfPresent(String.self, forKey: .changedBy)
    }
}
