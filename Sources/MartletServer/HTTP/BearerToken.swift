/// The token of an `Authorization: Bearer` header (RFC 6750 section 2.1), or of another scheme of that form.
struct BearerToken: Sendable, Equatable {
    /// As it was sent: letters, digits and `-._~+/=`.
    let text: String

    /// Reads a header; `nil` if it is another scheme, or if what follows is not one token and nothing else.
    init?(header: String, scheme: String = "bearer") {
        let scheme = scheme + " "
        guard header.utf8.count > scheme.utf8.count, header.utf8.count <= 32 * 1024,
            String(decoding: header.utf8.prefix(scheme.utf8.count), as: UTF8.self).lowercased() == scheme
        else { return nil }
        let token = header.utf8.dropFirst(scheme.utf8.count)
        guard token.allSatisfy(Self.isTokenByte) else { return nil }
        text = String(Substring(token))
    }

    private static func isTokenByte(_ byte: UInt8) -> Bool {
        switch byte {
        case UInt8(ascii: "a")...UInt8(ascii: "z"), UInt8(ascii: "A")...UInt8(ascii: "Z"),
            UInt8(ascii: "0")...UInt8(ascii: "9"):
            true
        default: "-._~+/=".utf8.contains(byte)
        }
    }
}
