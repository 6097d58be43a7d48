/// How the Martlet Authenticator may be used (PN-1…PN-12).
package struct AuthenticatorSettings: SparseDocument {
    /// What the app is good for.
    package enum Mode: String, Sendable, Codable, CaseIterable {
        /// A second factor and a sign-in without a password.
        case any
        /// A second factor alone.
        case push
        /// A sign-in without a password alone.
        case passwordless
    }

    /// Whether it may be used and registered at all.
    package var isEnabled: Bool
    /// For whom, where it may.
    package var targets: MethodTargets
    /// What it is good for.
    package var mode: Mode
    /// Whether the app shows for which app it is asked (PN-6).
    package var showsApplication: Bool
    /// Whether the app shows from where it is asked (PN-6).
    package var showsPlace: Bool
    /// Whether *it was not me* ends the person's sessions and wants a new password (PN-12).
    package var actsOnReports: Bool

    /// The defaults: a second factor that shows everything.
    package init() {
        isEnabled = true
        targets = .init()
        mode = .push
        showsApplication = true
        showsPlace = true
        actsOnReports = true
    }

    /// Whether a phone can sign its person in without a password (PH-1).
    package var signsInAlone: Bool { isEnabled && mode != .push }

    package init(from decoder: any Decoder) throws {
        let members = try decoder.container(keyedBy: CodingKeys.self)
        isEnabled = try members.decode(.isEnabled, or: true)
        targets = try members.decode(.targets, or: .init())
        mode = try members.decode(.mode, or: .push)
        showsApplication = try members.decode(.showsApplication, or: true)
        showsPlace = try members.decode(.showsPlace, or: true)
        actsOnReports = try members.decode(.actsOnReports, or: true)
    }
}
