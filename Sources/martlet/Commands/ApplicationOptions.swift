import ArgumentParser
import Foundation
import MartletActions
import MartletDirectory

/// The options of `apps add` and `apps set` for everything that most apps leave at its default. What is not named stays
/// as it is; an address is taken away by naming `none`.
struct ApplicationOptions: ParsableArguments {
    @Flag(inversion: .prefixedNo, help: "Only people who were assigned a role of it may sign in.")
    var assignmentRequired: Bool?

    @Flag(inversion: .prefixedNo, help: "Let it use the client credentials grant.")
    var clientCredentials: Bool?

    @Flag(
        inversion: .prefixedNo,
        help: "Let it send people's passwords (the password grant), where policy lets a password be enough.")
    var passwordGrant: Bool?

    @Flag(inversion: .prefixedNo, help: "Let it use the on-behalf-of grant.")
    var onBehalfOf: Bool?

    @Flag(inversion: .prefixedNo, help: "Let it use token exchange.")
    var tokenExchange: Bool?

    @Flag(inversion: .prefixedNo, help: "It may ask what any token of the organisation is good for.")
    var readsEveryToken: Bool?

    @Flag(inversion: .prefixedNo, help: "It is a mail server: passwords that it sends are those of mail programs.")
    var mailServer: Bool?

    @Option(help: ArgumentHelp("Where it is told in the background that a session has ended.", valueName: "uri"))
    var backChannelLogout: String?

    @Option(help: ArgumentHelp("What a browser loads when its session ends.", valueName: "uri"))
    var frontChannelLogout: String?

    @Option(help: ArgumentHelp("Where its public keys are.", valueName: "uri"))
    var jwksURI: String?

    @Option(help: ArgumentHelp("A file with its public keys, as a JWK set.", valueName: "file"))
    var jwks: String?

    @Option(help: ArgumentHelp("The one way in which it proves itself.", valueName: "method"))
    var authentication: ClientAuthenticationSettings.Method?

    @Option(help: ArgumentHelp("What signs its tokens.", valueName: "algorithm"))
    var signing: SigningKey.Algorithm?

    @Flag(inversion: .prefixedNo, help: "Its authorization requests must be pushed.")
    var requirePushedRequests: Bool?

    @Flag(inversion: .prefixedNo, help: "Its authorization requests must be signed.")
    var requireSignedRequests: Bool?

    @Flag(inversion: .prefixedNo, help: "Its tokens must be bound to a DPoP key.")
    var dpop: Bool?

    @Flag(inversion: .prefixedNo, help: "Its tokens are bound to its certificate.")
    var bindToCertificate: Bool?

    @Flag(inversion: .prefixedNo, help: "The FAPI 2.0 Security Profile binds it.")
    var fapi: Bool?

    @Flag(inversion: .prefixedNo, help: "People have another name at it than at other apps.")
    var pairwise: Bool?

    @Option(help: ArgumentHelp("Who stands behind it, for people.", valueName: "name"))
    var publisher: String?

    /// The change that the options ask for.
    /// - Throws: `CommandFailure` for a file that cannot be read.
    func change() throws -> (@Sendable (inout ApplicationSettings) -> Void) {
        let options = self
        let keySet = try jwks.map { path in
            guard let text = try? String(contentsOfFile: path, encoding: .utf8) else {
                throw CommandFailure("the key set `\(path)` cannot be read")
            }
            return text
        }
        return { settings in
            settings.api.requiresAssignment = options.assignmentRequired ?? settings.api.requiresAssignment
            options.authentication(&settings, keySet: keySet)
            options.rest(&settings)
        }
    }

    private func authentication(_ settings: inout ApplicationSettings, keySet: String?) {
        if let authentication { settings.authentication.method = authentication }
        if let keySet { (settings.authentication.keySet, settings.authentication.keySetURI) = (keySet, nil) }
        if let jwksURI {
            settings.authentication.keySetURI = Self.address(jwksURI)
            settings.authentication.keySet = nil
        }
        settings.authentication.requiresDPoP = dpop ?? settings.authentication.requiresDPoP
        settings.authentication.bindsTokensToCertificate =
            bindToCertificate ?? settings.authentication.bindsTokensToCertificate
        settings.authentication.isFAPI = fapi ?? settings.authentication.isFAPI
        settings.requests.requiresPushing = requirePushedRequests ?? settings.requests.requiresPushing
        settings.requests.requiresSigning = requireSignedRequests ?? settings.requests.requiresSigning
    }

    private func rest(_ settings: inout ApplicationSettings) {
        settings.grants.allowsClientCredentials = clientCredentials ?? settings.grants.allowsClientCredentials
        settings.grants.allowsOnBehalfOf = onBehalfOf ?? settings.grants.allowsOnBehalfOf
        settings.grants.allowsTokenExchange = tokenExchange ?? settings.grants.allowsTokenExchange
        settings.api.readsEveryToken = readsEveryToken ?? settings.api.readsEveryToken
        settings.api.isMailServer = mailServer ?? settings.api.isMailServer
        if let signing { (settings.tokens.idTokenAlgorithm, settings.tokens.accessTokenAlgorithm) = (signing, signing) }
        if let pairwise { settings.tokens.subjectType = pairwise ? .pairwise : .public }
        if let backChannelLogout { settings.logout.backChannelURI = Self.address(backChannelLogout) }
        if let frontChannelLogout { settings.logout.frontChannelURI = Self.address(frontChannelLogout) }
        if let publisher { settings.presentation.publisher = publisher }
    }

    private static func address(_ text: String) -> String? { text == "none" ? nil : text }
}

extension ClientAuthenticationSettings.Method: ExpressibleByArgument {}
extension SigningKey.Algorithm: ExpressibleByArgument {}
