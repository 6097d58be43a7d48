import MartletDirectory
import MartletPolicy

/// What an administrator says about an app, when registering it and when changing it.
package struct ApplicationDetails: Sendable, Equatable {
    /// The name that people see.
    package var displayName: String
    /// Where codes may be sent.
    package var redirectURIs: [String]
    /// Where people may be sent after signing out.
    package var postLogoutRedirectURIs: [String]
    /// Whether the app manages something, so that everybody needs MFA for it (D9).
    package var isManagement: Bool
    /// Whether the app may use the password grant where policy lets it (D8); under the security defaults nothing may, and a
    /// new app may not unless somebody says so.
    package var allowsPasswordGrant: Bool
    /// Whether the app may use the device code grant.
    package var allowsDeviceCode: Bool
    /// Whether a confidential app must use PKCE as well.
    package var requiresPKCE: Bool
    /// Who is asked for consent.
    package var consentMode: Application.ConsentMode

    /// Details; everything but the name has a default.
    package init(
        displayName: String, redirectURIs: [String] = [], postLogoutRedirectURIs: [String] = [],
        isManagement: Bool = false, allowsPasswordGrant: Bool = false, allowsDeviceCode: Bool = false,
        requiresPKCE: Bool = false, consentMode: Application.ConsentMode = .organization
    ) {
        self.displayName = displayName
        self.redirectURIs = redirectURIs
        self.postLogoutRedirectURIs = postLogoutRedirectURIs
        self.isManagement = isManagement
        self.allowsPasswordGrant = allowsPasswordGrant
        self.allowsDeviceCode = allowsDeviceCode
        self.requiresPKCE = requiresPKCE
        self.consentMode = consentMode
    }

    /// The details of an app as they are.
    package init(of application: Application) {
        self.init(
            displayName: application.displayName, redirectURIs: application.redirectURIs,
            postLogoutRedirectURIs: application.postLogoutRedirectURIs, isManagement: application.isManagement,
            allowsPasswordGrant: application.allowsPasswordGrant, allowsDeviceCode: application.allowsDeviceCode,
            requiresPKCE: application.requiresPKCE, consentMode: application.consentMode)
    }

    /// The most addresses of one kind that an app may have.
    package static let mostRedirectURIs = 50

    /// The same details with names trimmed and repeats dropped.
    /// - Throws: `ActionError.invalid` naming `displayName`, `redirectURIs` or `postLogoutRedirectURIs`.
    package func checked(for kind: Application.Kind) throws -> ApplicationDetails {
        var checks = FieldChecks()
        var clean = self
        clean.displayName = checks.name(displayName, in: "displayName", limit: 120)
        clean.redirectURIs = Self.check(redirectURIs, in: "redirectURIs", kind: kind, checks: &checks)
        clean.postLogoutRedirectURIs = Self.check(
            postLogoutRedirectURIs, in: "postLogoutRedirectURIs", kind: kind, checks: &checks)
        try checks.done()
        return clean
    }

    /// An app made of these details, or the given one changed to them.
    package func applied(to application: Application) -> Application {
        var changed = application
        changed.displayName = displayName
        changed.redirectURIs = redirectURIs
        changed.postLogoutRedirectURIs = postLogoutRedirectURIs
        changed.isManagement = isManagement
        changed.allowsPasswordGrant = allowsPasswordGrant
        changed.allowsDeviceCode = allowsDeviceCode
        changed.requiresPKCE = requiresPKCE
        changed.consentMode = consentMode
        return changed
    }

    /// Notes in the log what differs.
    func note(in log: inout ChangeLog, before: Application?) {
        log.set("displayName", from: before?.displayName, to: displayName)
        log.set(
            "redirectUris", from: before?.redirectURIs.joined(separator: " "), to: redirectURIs.joined(separator: " "))
        log.set(
            "postLogoutRedirectUris", from: before?.postLogoutRedirectURIs.joined(separator: " "),
            to: postLogoutRedirectURIs.joined(separator: " "))
        log.set("isManagement", from: before.map { String($0.isManagement) }, to: String(isManagement))
        log.set(
            "allowsPasswordGrant", from: before.map { String($0.allowsPasswordGrant) }, to: String(allowsPasswordGrant))
        log.set("allowsDeviceCode", from: before.map { String($0.allowsDeviceCode) }, to: String(allowsDeviceCode))
        log.set("requiresPKCE", from: before.map { String($0.requiresPKCE) }, to: String(requiresPKCE))
        log.set("consentMode", from: before?.consentMode.rawValue, to: consentMode.rawValue)
    }

    private static func check(
        _ texts: [String], in field: String, kind: Application.Kind, checks: inout FieldChecks
    ) -> [String] {
        var kept: [String] = []
        for text in texts where !text.isEmpty && !kept.contains(text) {
            if let problem = RedirectURICheck.isAcceptable(toRegister: text, for: kind) {
                checks.found(.redirectURI(problem.rawValue), in: field)
            }
            kept.append(text)
        }
        if kept.count > mostRedirectURIs { checks.found(.tooLong, in: field) }
        return kept
    }
}
