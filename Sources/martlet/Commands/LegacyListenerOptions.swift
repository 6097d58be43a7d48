import ArgumentParser
import Foundation
import MartletServer
import NIOSSL

/// Which listeners there are for programs that know nothing but a name and a password; none unless said.
///
/// What no option says, the variable of its name may: `MARTLET_LDAP_PORT` for `--ldap-port`.
struct LegacyListenerOptions: ParsableArguments {
    @Option(
        help: ArgumentHelp(
            "Answer LDAP on this port, where TLS begins with StartTLS; nothing is answered without it.",
            valueName: "port"))
    var ldapPort: Int?

    @Option(help: ArgumentHelp("Answer LDAP over TLS from the first byte on this port.", valueName: "port"))
    var ldapsPort: Int?

    @Option(
        help: ArgumentHelp("The certificate chain for LDAP, in PEM; --tls-certificate unless said.", valueName: "pem"))
    var ldapCertificate: String?

    @Option(help: ArgumentHelp("The private key of that certificate, in PEM.", valueName: "pem"))
    var ldapKey: String?

    @Option(
        name: .customLong("radius-port"),
        help: ArgumentHelp("Answer RADIUS on this port, usually 1812.", valueName: "port"))
    var radiusPortOption: Int?

    func validate() throws {
        let (ldap, ldaps) = (try port(ldapPort, "ldap-port"), try port(ldapsPort, "ldaps-port"))
        _ = try radiusPort()
        if let ldap, ldap == ldaps { throw ValidationError("--ldap-port and --ldaps-port are two ports") }
    }

    /// The port at which gateways ask by RADIUS; `nil` where nobody asked for it.
    /// - Throws: `ValidationError` for what is no port.
    func radiusPort() throws -> Int? { try port(radiusPortOption, "radius-port") }

    /// A port, from its option or its variable.
    private func port(_ option: Int?, _ name: String) throws -> Int? {
        let said = Self.variable(of: name)
        guard option != nil || said != nil else { return nil }
        guard let port = option ?? said.flatMap({ Int($0) }), (1...65535).contains(port) else {
            let source = option == nil ? Self.variableName(of: name) : "--\(name)"
            throw ValidationError("\(source) is a number from 1 to 65535")
        }
        return port
    }

    /// `MARTLET_LDAP_PORT` for `ldap-port`.
    private static func variableName(of name: String) -> String {
        "MARTLET_" + name.uppercased().replacing("-", with: "_")
    }

    /// What the variable of an option says; one that is empty says nothing.
    private static func variable(of name: String) -> String? {
        ProcessInfo.processInfo.environment[variableName(of: name)].flatMap { $0.isEmpty ? nil : $0 }
    }

    /// How the directory is served; `nil` where nobody asked for it.
    /// - Throws: `CommandFailure` where there is no certificate for it.
    func directory(
        host: String, serverTLS: TLSConfiguration?, country: @escaping @Sendable (String) -> String?
    ) throws -> LDAPListener.Options? {
        let (ldapPort, ldapsPort) = (try port(self.ldapPort, "ldap-port"), try port(self.ldapsPort, "ldaps-port"))
        let certificate = ldapCertificate ?? Self.variable(of: "ldap-certificate")
        let key = ldapKey ?? Self.variable(of: "ldap-key")
        guard ldapPort != nil || ldapsPort != nil else {
            guard certificate == nil, key == nil else {
                throw CommandFailure("--ldap-certificate and --ldap-key need --ldap-port or --ldaps-port")
            }
            return nil
        }
        guard let tls = try CertificateFiles(chain: certificate, key: key, named: "ldap").tls() ?? serverTLS
        else {
            throw CommandFailure(
                "--ldap-port and --ldaps-port need a certificate: --ldap-certificate and --ldap-key, or --tls-certificate "
                    + "and --tls-key")
        }
        var options = LDAPListener.Options(host: host, port: ldapPort, securePort: ldapsPort, tls: tls)
        options.country = country
        return options
    }
}
