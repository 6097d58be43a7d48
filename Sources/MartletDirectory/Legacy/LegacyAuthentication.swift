/// What an organisation says about older protocols: which surfaces still take passwords, and how its mail door works.
package struct LegacyAuthentication: SparseDocument {
    /// Mail programs.
    package var mail: LegacySurfaceSetting
    /// HTTP Basic.
    package var web: LegacySurfaceSetting
    /// The directory listener.
    package var directory: LegacySurfaceSetting
    /// VPN and Wi-Fi boxes.
    package var network: LegacySurfaceSetting
    /// The door that nginx's mail proxy asks at.
    package var mailDoor: MailDoor

    /// The defaults: modern authentication everywhere, and a mail door that is shut.
    package init() {
        mail = .init()
        web = .init()
        directory = .init()
        network = .init()
        mailDoor = .init()
    }

    package init(from decoder: any Decoder) throws {
        let members = try decoder.container(keyedBy: CodingKeys.self)
        mail = try members.decode(.mail, or: .init())
        web = try members.decode(.web, or: .init())
        directory = try members.decode(.directory, or: .init())
        network = try members.decode(.network, or: .init())
        mailDoor = try members.decode(.mailDoor, or: .init())
    }

    /// The setting of a surface.
    package subscript(surface: LegacySurface) -> LegacySurfaceSetting {
        get {
            switch surface {
            case .mail: mail
            case .web: web
            case .directory: directory
            case .network: network
            }
        }
        set {
            switch surface {
            case .mail: mail = newValue
            case .web: web = newValue
            case .directory: directory = newValue
            case .network: network = newValue
            }
        }
    }

    /// The surfaces where a password alone is refused even without the security defaults.
    package var modernSurfaces: Set<LegacySurface> {
        Set(LegacySurface.allCases.filter { self[$0].mode.blocksPasswords })
    }
}
