import Foundation

/// The certificates that a proxy passes on (RFC 9440): a byte sequence of RFC 8941 in `Client-Cert`, a list of them in
/// `Client-Cert-Chain`. Whether the proxy is to be believed is asked elsewhere (A186).
enum ClientCertificateHeader {
    /// The most that is looked at, in bytes of text.
    static let longest = 16 * 1024

    /// The certificates in DER, the client's own first; empty for anything that is not of this form.
    static func certificates(own: [String], chain: [String]) -> [[UInt8]] {
        guard own.count == 1, let first = bytes(own[0]) else { return [] }
        var certificates = [first]
        for item in chain.flatMap({ $0.split(separator: ",") }) {
            guard let next = bytes(item.trimmingCharacters(in: .whitespaces)) else { return [] }
            certificates.append(next)
        }
        return certificates
    }

    private static func bytes(_ text: String) -> [UInt8]? {
        guard text.utf8.count <= longest, text.utf8.count > 2, text.hasPrefix(":"), text.hasSuffix(":"),
            let data = Data(base64Encoded: String(text.dropFirst().dropLast()))
        else { return nil }
        return Array(data)
    }
}
