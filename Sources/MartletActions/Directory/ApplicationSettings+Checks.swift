import MartletCredentials
import MartletDirectory
import MartletPolicy

/// What an administrator may say about an app.
extension ApplicationSettings {
    /// The most entries of a list.
    private static let most = 50

    /// The same settings with repeats dropped; what the app has already stands.
    /// - Throws: `ActionError.invalid` naming the fields; whatever `isFree` throws.
    func checked(
        for application: Application, domain: String, own: [String], isFree: (String) throws -> Bool
    ) throws -> ApplicationSettings {
        var checks = FieldChecks()
        var clean = self
        clean.checkAPI(of: application, domain: domain, own: own, checks: &checks)
        for uri in clean.api.identifierURIs where try !isFree(uri) { checks.found(.taken, in: "identifierURIs") }
        clean.checkAuthentication(of: application, checks: &checks)
        clean.checkLogout(of: application, checks: &checks)
        clean.checkPresentation(before: application.settings.presentation, checks: &checks)
        for name in Set(tokens.optionalIDTokenClaims + tokens.optionalAccessTokenClaims)
        where !OptionalClaims.names.contains(name)
            && !application.settings.tokens.optionalIDTokenClaims.contains(name)
            && !application.settings.tokens.optionalAccessTokenClaims.contains(name)
        {
            // Only what is in the list can be added, and none of it replaces a claim that counts (A179).
            checks.found(.unknown, in: "optionalClaims")
        }
        if let age = requests.defaultMaxAge, !(0...31_536_000).contains(age) {
            checks.found(.malformed, in: "defaultMaxAge")
        }
        if application.kind == .public, grants.allowsTokenExchange {
            checks.found(.notAllowed, in: "allowsTokenExchange")
        }
        // Whoever cannot keep a secret would read tokens, or speak for mail programs, on anybody's word.
        if application.kind == .public, api.readsEveryToken || api.isMailServer {
            checks.found(.notAllowed, in: "readsEveryToken")
        }
        try checks.done()
        return clean
    }

    private mutating func checkAPI(
        of application: Application, domain: String, own: [String], checks: inout FieldChecks
    ) {
        let before = application.settings.api
        api.identifierURIs = api.identifierURIs.withoutRepeats
        for uri in api.identifierURIs where !before.identifierURIs.contains(uri) {
            guard Self.isIdentifierURI(uri, of: application, domain: domain), !own.contains(uri) else {
                checks.found(.malformed, in: "identifierURIs")
                continue
            }
        }
        for list in [api.identifierURIs.count, api.scopes.count, api.roles.count] where list > Self.most {
            checks.found(.tooLong, in: "api")
        }
        for (values, field) in [(api.scopes.map(\.value), "scopes"), (api.roles.map(\.value), "roles")] {
            if values.contains(where: { !Self.isValue($0) }) { checks.found(.malformed, in: field) }
            if Set(values).count != values.count { checks.found(.taken, in: field) }
        }
        for index in api.scopes.indices {
            api.scopes[index].displayName = checks.name(api.scopes[index].displayName, in: "scopes", limit: 120)
        }
        for index in api.roles.indices {
            api.roles[index].displayName = checks.name(api.roles[index].displayName, in: "roles", limit: 120)
            if api.roles[index].holders.isEmpty { checks.found(.missing, in: "roles") }
        }
    }

    private func checkAuthentication(of application: Application, checks: inout FieldChecks) {
        if let method = authentication.method, method != application.settings.authentication.method,
            (application.kind == .public) != (method == .none)
        {
            checks.found(.notAllowed, in: "method")
        }
        if let set = authentication.keySet,
            set.utf8.count > 64 * 1024 || (try? JSONReader.object(Array(set.utf8))) == nil
        {
            checks.found(.malformed, in: "keySet")
        }
        if authentication.keySet != nil, authentication.keySetURI != nil { checks.found(.notAllowed, in: "keySetURI") }
        checkWeb(
            authentication.keySetURI, was: application.settings.authentication.keySetURI, in: "keySetURI",
            checks: &checks)
        if authentication.isFAPI, application.kind == .public { checks.found(.notAllowed, in: "isFAPI") }
    }

    private func checkLogout(of application: Application, checks: inout FieldChecks) {
        let before = application.settings.logout
        checkWeb(logout.frontChannelURI, was: before.frontChannelURI, in: "frontChannelURI", checks: &checks)
        checkWeb(logout.backChannelURI, was: before.backChannelURI, in: "backChannelURI", checks: &checks)
    }

    private mutating func checkPresentation(before: PresentationSettings, checks: inout FieldChecks) {
        presentation.publisher = checks.optionalName(presentation.publisher, in: "publisher", limit: 120)
        for link in [\PresentationSettings.homepageURI, \.policyURI, \.termsURI, \.initiateLoginURI] {
            checkWeb(presentation[keyPath: link], was: before[keyPath: link], in: "links", checks: &checks)
        }
    }

    /// An address of the web, as strict as a redirect URI of a confidential app (A123).
    private func checkWeb(_ uri: String?, was before: String?, in field: String, checks: inout FieldChecks) {
        guard let uri, uri != before else { return }
        if let problem = RedirectURICheck.isAcceptable(toRegister: uri, for: .confidential) {
            checks.found(.redirectURI(problem.rawValue), in: field)
        }
    }

    /// What stands in `scp` and `roles`: letters, digits, `.`, `_` and `-`, 120 at most.
    private static func isValue(_ text: String) -> Bool {
        (1...120).contains(text.utf8.count)
            && text.utf8.allSatisfy { byte in
                switch byte {
                case UInt8(ascii: "a")...UInt8(ascii: "z"), UInt8(ascii: "A")...UInt8(ascii: "Z"),
                    UInt8(ascii: "0")...UInt8(ascii: "9"), UInt8(ascii: "."), UInt8(ascii: "_"), UInt8(ascii: "-"):
                    true
                default: false
                }
            }
    }

    /// `api://` and a name, or https in the domain of the organisation, so that nobody takes a stranger's name.
    private static func isIdentifierURI(_ uri: String, of application: Application, domain: String) -> Bool {
        if uri.hasPrefix("api://") {
            let name = uri.dropFirst("api://".count)
            // `api://` and an app's id is that app's name without being registered.
            if let named = ID<Application>(parsing: String(name)), named != application.id { return false }
            return uri.utf8.count <= 255 && !name.isEmpty && !name.hasPrefix("/") && !name.hasSuffix("/")
                && name.split(separator: "/", omittingEmptySubsequences: false).allSatisfy { isValue(String($0)) }
        }
        guard uri.utf8.count <= 255, RedirectURICheck.isAcceptable(toRegister: uri, for: .confidential) == nil,
            uri.hasPrefix("https://"), !uri.contains("?")
        else { return false }
        let host = uri.dropFirst("https://".count).prefix { $0 != "/" && $0 != ":" }
        return host == domain || host.hasSuffix(".\(domain)")
    }
}

extension [String] {
    fileprivate var withoutRepeats: [String] {
        var kept: [String] = []
        for text in self where !text.isEmpty && !kept.contains(text) { kept.append(text) }
        return kept
    }
}
