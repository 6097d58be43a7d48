import ArgumentParser
import Foundation
import MartletCredentials

/// Whose word on authenticators this server takes (WebAuthn Level 3 section 7.1).
struct AttestationOptions: ParsableArguments {
    @Option(
        name: .customLong("attestation-authority"),
        help: ArgumentHelp(
            "Certificates in PEM of a maker of authenticators whose attestations of passkeys count; may be repeated.",
            valueName: "pem"))
    var files: [String] = []

    /// The certificates of the makers.
    func authorities() throws -> [AttestationAuthority] {
        try PEMCertificates.read(files).map { der in
            guard let authority = AttestationAuthority(der: der) else {
                throw CommandFailure("a certificate of --attestation-authority cannot be read")
            }
            return authority
        }
    }
}
