import ArgumentParser
import Foundation
import HTTPTypes
import MartletCredentials

/// How the certificates of apps reach this server, and who may vouch for them (RFC 8705).
struct ClientCertificateOptions: ParsableArguments {
    @Flag(
        name: .customLong("tls-client-certificates"),
        help: "Ask clients for a certificate, which apps may prove themselves with; browsers may have none.")
    var asks = false

    @Option(
        name: .customLong("client-certificate-header"),
        help: ArgumentHelp(
            "The header in which a trusted proxy passes on a client's certificate, such as Client-Cert (RFC 9440).",
            valueName: "name"))
    var headerName: String?

    @Option(
        name: .customLong("client-authority"),
        help: ArgumentHelp(
            "Certificates in PEM of an authority that may vouch for apps; may be repeated.", valueName: "pem"))
    var authorityFiles: [String] = []

    /// The name of the header.
    func header() throws -> String? {
        guard let headerName else { return nil }
        guard HTTPField.Name(headerName) != nil else {
            throw CommandFailure("`\(headerName)` is not the name of a header")
        }
        return headerName
    }

    /// The certificates of the authorities.
    func authorities() throws -> [ClientCertificate] {
        try PEMCertificates.read(authorityFiles).map { der in
            guard let certificate = try? ClientCertificate(der: der) else {
                throw CommandFailure("a certificate of --client-authority cannot be read")
            }
            return certificate
        }
    }
}
