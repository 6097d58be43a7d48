import Crypto
import MartletDirectory

/// What a proof keeps of the certificate that was shown, so that a strength can tell it from others (AS-4).
package enum CertificateMark {
    /// 64 lower-case hexadecimal digits: SHA-256 of the authority's key identifier and the policies, in whatever order a
    /// certificate names them.
    package static func text(issuer: String, policies: [String]) -> String {
        // Neither has a line's end in it: one is of hexadecimal digits, the others of digits and dots.
        let lines = ([issuer] + Set(policies).sorted()).joined(separator: "\n")
        return Hexadecimal.text(of: SHA256.hash(data: Array(lines.utf8)))
    }
}
