/// What ties a certificate to a person more firmly than a name in it: a text that an administrator stores.
///
/// A name can be given anew, and an authority can be talked into a name; a key and a serial number belong to one
/// certificate. There is no binding by SHA-1.
package enum CertificateBinding {
    /// The SHA-256 of the public key, in lower-case hexadecimal digits.
    package static func publicKey(_ digest: String) -> String { "X509:<SHA2-PUKEY>\(digest)" }
    /// The subject's key identifier.
    package static func keyIdentifier(_ identifier: String) -> String { "X509:<SKI>\(identifier)" }
    /// The issuer as RFC 4514 writes it, and the serial number.
    package static func serialNumber(_ serial: String, issuer: String) -> String { "X509:<I>\(issuer)<SR>\(serial)" }

    /// The longest text.
    package static let longest = 1_024

    /// The text with its digits in lower case; `nil` for one that binds nothing.
    package static func canonical(_ text: String) -> String? {
        guard text.utf8.count <= longest else { return nil }
        if let rest = text.rest(after: "X509:<SHA2-PUKEY>") {
            guard let digits = digits(rest), digits.utf8.count == 64 else { return nil }
            return publicKey(digits)
        }
        if let rest = text.rest(after: "X509:<SKI>") { return digits(rest).map(keyIdentifier) }
        if let rest = text.rest(after: "X509:<I>") {
            let parts = rest.split(separator: "<SR>", omittingEmptySubsequences: false)
            guard parts.count == 2, !parts[0].isEmpty, let serial = digits(parts[1]) else { return nil }
            return serialNumber(serial, issuer: String(parts[0]))
        }
        return nil
    }

    /// The issuer and the serial number in a text that binds them; `nil` for any other.
    package static func issuerAndSerialNumber(in text: String) -> (issuer: String, serialNumber: String)? {
        guard let parts = text.rest(after: "X509:<I>")?.split(separator: "<SR>"), parts.count == 2 else { return nil }
        return (String(parts[0]), String(parts[1]))
    }

    private static func digits(_ text: some StringProtocol) -> String? {
        let digits = text.lowercased().filter { $0 != ":" }
        let isRight = digits.utf8.allSatisfy { Hexadecimal.value(of: $0) != nil }
        return isRight && (2...128).contains(digits.utf8.count) && digits.utf8.count.isMultiple(of: 2) ? digits : nil
    }
}

extension String {
    fileprivate func rest(after prefix: String) -> Substring? { hasPrefix(prefix) ? dropFirst(prefix.count) : nil }
}
