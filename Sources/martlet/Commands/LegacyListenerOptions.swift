import ArgumentParser
import MartletServer
import NIOSSL

/// Which listeners there are for programs that know nothing but a name and a password; none unless said.
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

    @Option(help: ArgumentHelp("Answer RADIUS on this port, usually 1812.", valueName: "port"))
    var radiusPort: Int?

    func validate() throws {
        for (name, port) in [("ldap-port", ldapPort), ("ldaps-port", ldapsPort), ("radius-port", radiusPort)] {
            guard port.map((1...65535).contains) ?? true else {
                throw ValidationError("--\(name) is a number from 1 to 65535")
            }
        }
        if let ldapPort, ldapPort == ldapsPort {
            throw ValidationError("--ldap-port and --ldaps-port are two ports")
        }
    }

    /// How the directory is served; `nil` where nobody asked for it.
    /// - Throws: `CommandFailure` where there is no certificate for it.
    func directory(
        host: String, serverTLS: TLSConfiguration?, country: @escaping @Sendable (String) -> String?
    ) throws -> LDAPListener.Options? {
        guard ldapPort != nil || ldapsPort != nil else {
            guard ldapCertificate == nil, ldapKey == nil else {
                throw CommandFailure("--ldap-certificate and --ldap-key need --ldap-port or --ldaps-port")
            }
            return nil
        }
        guard let tls = try CertificateFiles(chain: ldapCertificate, key: ldapKey, named: "ldap").tls() ?? serverTLS
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
