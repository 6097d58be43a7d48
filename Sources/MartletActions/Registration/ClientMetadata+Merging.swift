import MartletDirectory
import MartletPolicy

extension ClientMetadata {
    /// The app as its metadata says, and for the rest as it was: a registration says nothing of what an administrator
    /// decides, such as whether the app is on, manages something, or has other grants (A196).
    ///
    /// A protection that is on stays on: a stolen registration token takes none away.
    func merged(into application: Application) -> Application {
        var merged = application
        merged.displayName = displayName ?? application.displayName
        merged.redirectURIs = redirectURIs
        merged.postLogoutRedirectURIs = postLogoutRedirectURIs
        let before = application.settings
        var after = before
        after.authentication = settings.authentication
        after.authentication.reusesAssertions = before.authentication.reusesAssertions
        after.authentication.isFAPI = before.authentication.isFAPI
        after.authentication.bindsTokensToCertificate =
            before.authentication.bindsTokensToCertificate || settings.authentication.bindsTokensToCertificate
        after.authentication.requiresDPoP = before.authentication.requiresDPoP || settings.authentication.requiresDPoP
        after.requests = settings.requests
        after.requests.requiresPushing = before.requests.requiresPushing || settings.requests.requiresPushing
        after.requests.requiresSigning = before.requests.requiresSigning || settings.requests.requiresSigning
        after.grants.allowsRefreshTokens = wantsRefreshTokens
        after.tokens.idTokenAlgorithm = settings.tokens.idTokenAlgorithm
        after.tokens.userInfoAlgorithm = settings.tokens.userInfoAlgorithm
        after.tokens.introspectionAlgorithm = settings.tokens.introspectionAlgorithm
        after.tokens.subjectType = settings.tokens.subjectType
        after.tokens.sector = settings.tokens.sector
        after.presentation = settings.presentation
        after.presentation.publisher = before.presentation.publisher
        after.presentation.logo =
            settings.presentation.logoURI == before.presentation.logoURI ? before.presentation.logo : nil
        after.logout = settings.logout
        after.registration?.sectorIdentifierURI = sectorIdentifierURI
        merged.settings = after
        return merged
    }

    /// The name of an app that gave none: the host to which codes are sent, which is what there is to know it by.
    static func standInName(_ redirectURIs: [String]) -> String {
        redirectURIs.lazy.compactMap { RedirectURICheck.host(of: $0) }.first ?? "App"
    }
}
