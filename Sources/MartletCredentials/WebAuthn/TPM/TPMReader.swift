/// Reads the structures of a TPM (TPM 2.0 Library, part 2), whose numbers have their high byte first.
struct TPMReader {
    /// The longest of the structures that are read here, in bytes: the public area of an RSA key of 8192 bits.
    static let longest = 1200

    private var rest: ArraySlice<UInt8>

    /// - Throws: `WebAuthnRefusal.wrongAttestation` for more than the longest.
    init(_ bytes: [UInt8]) throws(WebAuthnRefusal) {
        guard bytes.count <= Self.longest else { throw .wrongAttestation }
        rest = bytes[...]
    }

    /// Whether everything was read.
    var isAtEnd: Bool { rest.isEmpty }

    /// As many bytes as are asked for.
    /// - Throws: `WebAuthnRefusal.wrongAttestation` where there are fewer.
    mutating func bytes(_ count: Int) throws(WebAuthnRefusal) -> [UInt8] {
        guard rest.count >= count else { throw .wrongAttestation }
        defer { rest = rest.dropFirst(count) }
        return Array(rest.prefix(count))
    }

    /// A number of two bytes.
    /// - Throws: `WebAuthnRefusal.wrongAttestation`.
    mutating func short() throws(WebAuthnRefusal) -> UInt16 { try bytes(2).reduce(0) { $0 << 8 | UInt16($1) } }

    /// A number of four bytes.
    /// - Throws: `WebAuthnRefusal.wrongAttestation`.
    mutating func long() throws(WebAuthnRefusal) -> UInt32 { try bytes(4).reduce(0) { $0 << 8 | UInt32($1) } }

    /// Bytes behind their number.
    /// - Throws: `WebAuthnRefusal.wrongAttestation`.
    mutating func sized() throws(WebAuthnRefusal) -> [UInt8] { try bytes(Int(short())) }
}
