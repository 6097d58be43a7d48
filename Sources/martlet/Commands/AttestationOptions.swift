import ArgumentParser
import Foundation
import MartletCredentials

/// Whose word on authenticators this server takes (WebAuthn Level 3 section 7.1).
struct AttestationOptions: ParsableArguments {
    @Option(
        name: .customLong("attestation-authority"),
        help: ArgumentHelp(
            "Certificates in PEM of a maker of authenticators whose attestations of passkeys count; may be repeated.",
            discussion: "With =AAGUID[,AAGUID…] behind the file its word counts for those models alone.",
            valueName: "pem"))
    var files: [String] = []

    /// The certificates of the makers.
    func authorities() throws -> [AttestationAuthority] {
        try files.map(AuthoritySource.init).flatMap { source in
            try PEMCertificates.read([source.file]).map { der in
                guard let authority = AttestationAuthority(der: der, models: source.models) else {
                    throw CommandFailure("a certificate of --attestation-authority cannot be read")
                }
                return authority
            }
        }
    }
}
