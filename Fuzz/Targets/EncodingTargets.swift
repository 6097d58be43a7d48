import Foundation
import MartletCredentials

@testable import MartletCredentials

/// Base 64, base64url and base 32: one spelling for each value, and the same value as Foundation has for it (A167).
enum EncodingTarget: FuzzTarget {
    static let name = "encoding"

    static func check(_ input: [UInt8]) throws {
        let text = input.text
        if let bytes = Base64URL.decode(text) {
            try hold(Base64URL.encode(bytes) == text, "base64url has one spelling")
            let plain = text.replacing("-", with: "+").replacing("_", with: "/")
            let padded = plain + String(repeating: "=", count: (4 - plain.utf8.count % 4) % 4)
            try hold(Data(base64Encoded: padded).map(Array.init) == bytes, "Foundation reads the same")
        }
        if let bytes = Base32.decode(text) { try hold(Base32.encode(bytes) == text, "base 32 has one spelling") }
        if let bytes = Base64.decode(text.utf8) { try hold(Base64.encode(bytes) == text, "base 64 has one spelling") }
        try hold(Base64URL.decode(Base64URL.encode(input)) == input, "base64url round trip")
        try hold(Base32.decode(Base32.encode(input)) == input, "base 32 round trip")
        try hold(Base64.decode(Base64.encode(input).utf8) == input, "base 64 round trip")
        let theirs = Data(input).base64EncodedString().prefix { $0 != "=" }
        try hold(Base64.encode(input) == String(theirs), "Foundation writes the same")
        for kind in OpaqueToken.Kind.allCases {
            guard let token = OpaqueToken.parse(text, kind) else { continue }
            try hold(token.text == text && text.hasPrefix(kind.prefix), "a token is its text")
            try hold(OpaqueToken.Kind.allCases.filter { OpaqueToken.parse(text, $0) != nil } == [kind], "of one kind")
        }
    }
}

/// Stored hashes: one spelling, with costs inside the limits.
enum PHCTarget: FuzzTarget {
    static let name = "phc"

    static func check(_ input: [UInt8]) throws {
        guard let hash = PHCString(parsing: input.text) else { return }
        try hold(Array(hash.text.utf8) == input, "there is one spelling")
        try hold(PHCString(parsing: hash.text) == hash, "written and read again it is the same")
        try hold(hash.salt.count == 16 && hash.digest.count == 32, "salt and hash are whole")
        try hold(hash.parameters.memoryKiB <= 1 << 20 && hash.parameters.passes <= 64, "the cost is limited")
    }
}

/// Certificates that administrators paste: PEM, or the bytes inside.
enum CertificateTarget: FuzzTarget {
    static let name = "certificate"

    static func check(_ input: [UInt8]) throws {
        try check(pem: input.text)
        let body = Data(input).base64EncodedString()
        try check(pem: "-----BEGIN CERTIFICATE-----\n\(body)\n-----END CERTIFICATE-----\n")
    }

    private static func check(pem: String) throws {
        guard let read = try? CertificateReader(pem: pem) else { return }
        try hold(read.thumbprint.count == 32, "the thumbprint is SHA-256")
        guard let registered = try? RegisteredCertificate(der: read.der) else { return }
        try hold(registered.thumbprint == read.thumbprint, "both readers take it for the same")
        try hold(
            !registered.isInUse(at: read.notAfter)
                && registered.isInUse(at: read.notBefore)
                    == (read.notBefore < read.notAfter),
            "it counts within its span")
    }
}
