import ArgumentParser
import Foundation
import MartletActions
import MartletCredentials
import MartletDirectory

/// Says how an app proves itself and what its tokens are bound to.
struct AuthenticateApplicationCommand: AsyncParsableCommand {
    static let configuration = CommandConfiguration(
        commandName: "authenticate", abstract: "Say how an app proves itself, and what its tokens are bound to.",
        discussion: "What is not said goes back to its default.")

    @OptionGroup var options: StoreOptions

    @Argument(help: "The app's id.")
    var id: String

    @Option(help: "The one method that counts, such as private_key_jwt or tls_client_auth; without it, any that fits.")
    var method: String?

    @Option(help: ArgumentHelp("A file with the app's public keys, as a JWK set.", valueName: "json"))
    var keySet: String?

    @Option(help: ArgumentHelp("The https address of the app's public keys.", valueName: "url"))
    var keySetAddress: String?

    @Option(help: "The only algorithm of its assertions.")
    var assertionAlgorithm: String?

    @Flag(help: "Let one assertion count until it ends, as Microsoft's libraries send it.")
    var reuseAssertions = false

    @Option(
        help: ArgumentHelp(
            "The name in its certificate: subject_dn=, san_dns=, san_uri=, san_ip= or san_email= and the value.",
            valueName: "kind=value"))
    var certificateName: String?

    @Flag(help: "Bind its tokens to the certificate of the connection.")
    var bindToCertificate = false

    @Flag(name: .customLong("require-dpop"), help: "Give it tokens only with a DPoP proof.")
    var requireDPoP = false

    @Flag(help: "Hold it to the FAPI 2.0 Security Profile.")
    var fapi = false

    func run() async throws {
        try await options.work { tools in
            guard let known = ID<MartletDirectory.Application>(parsing: id) else {
                throw CommandFailure("`\(id)` is not the id of an app")
            }
            let application = try await SetClientAuthentication(tools)(
                known, try settings(), by: try await tools.operatorCaller())
            options.print([
                "id": .string(application.id.rawValue),
                "method": application.settings.authentication.method.map { .string($0.rawValue) } ?? .null,
            ])
        }
    }

    private func settings() throws -> ClientAuthenticationSettings {
        var settings = ClientAuthenticationSettings()
        if let method {
            guard let known = ClientAuthenticationSettings.Method(rawValue: method) else {
                throw CommandFailure("`\(method)` is not a method; see RFC 7591 section 2")
            }
            settings.method = known
        }
        if let keySet {
            guard let text = try? String(contentsOfFile: keySet, encoding: .utf8) else {
                throw CommandFailure("`\(keySet)` cannot be read")
            }
            settings.keySet = text
        }
        if let certificateName {
            let parts = certificateName.split(separator: "=", maxSplits: 1)
            guard parts.count == 2,
                let kind = ClientAuthenticationSettings.CertificateName.Kind(rawValue: "tls_client_auth_\(parts[0])")
            else { throw CommandFailure("`\(certificateName)` names no certificate; write san_dns=app.example") }
            settings.certificateName = .init(kind: kind, value: String(parts[1]))
        }
        settings.keySetURI = keySetAddress
        settings.assertionAlgorithm = assertionAlgorithm
        settings.reusesAssertions = reuseAssertions
        settings.bindsTokensToCertificate = bindToCertificate
        settings.requiresDPoP = requireDPoP
        settings.isFAPI = fapi
        return settings
    }
}
