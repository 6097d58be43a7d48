extension TOTP {
    /// The `otpauth:` URI that an authenticator app reads from the QR code.
    ///
    /// A colon would end the issuer in the label, so both names lose theirs.
    package static func provisioningURI(secret: [UInt8], issuer: String, account: String) -> String {
        let issuer = encoded(issuer)
        return "otpauth://totp/\(issuer):\(encoded(account))?secret=\(Base32.encode(secret))&issuer=\(issuer)"
            + "&algorithm=SHA1&digits=\(digits)&period=\(stepSeconds)"
    }

    /// The secret in groups of four, for typing it by hand.
    package static func manualKey(secret: [UInt8]) -> String {
        var text = ""
        for (index, character) in Base32.encode(secret).enumerated() {
            if index > 0 && index.isMultiple(of: 4) { text.append(" ") }
            text.append(character)
        }
        return text
    }

    /// Percent-encodes all but the unreserved characters (RFC 3986 section 2.3).
    private static func encoded(_ name: String) -> String {
        let digits = Array("0123456789ABCDEF".utf8)
        var text: [UInt8] = []
        for byte in name.utf8 where byte != UInt8(ascii: ":") {
            if byte.isUnreserved {
                text.append(byte)
            } else {
                text += [UInt8(ascii: "%"), digits[Int(byte >> 4)], digits[Int(byte & 15)]]
            }
        }
        return String(decoding: text, as: UTF8.self)
    }
}

extension UInt8 {
    /// Whether this is an ASCII letter, digit, hyphen, full stop, low line or tilde (RFC 3986 section 2.3).
    var isUnreserved: Bool {
        switch self {
        case UInt8(ascii: "a")...UInt8(ascii: "z"), UInt8(ascii: "A")...UInt8(ascii: "Z"),
            UInt8(ascii: "0")...UInt8(ascii: "9"), UInt8(ascii: "-"), UInt8(ascii: "."), UInt8(ascii: "_"),
            UInt8(ascii: "~"):
            true
        default: false
        }
    }
}
