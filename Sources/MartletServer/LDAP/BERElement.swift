import SwiftASN1

/// What was sent is not BER as LDAP writes it, or not what the protocol calls for at that place.
struct LDAPMalformed: Error, Equatable {}

/// One element of BER in the narrow form that LDAP allows (RFC 4511 section 5.1): definite lengths, and octet strings in
/// one piece.
///
/// swift-asn1 reads the tree, 50 levels of it at most; this refuses what LDAP leaves out, at every node, read or not.
struct BERElement {
    private let node: ASN1Node

    /// Reads exactly one element of all the bytes.
    /// - Throws: `LDAPMalformed`.
    init(_ bytes: [UInt8]) throws(LDAPMalformed) {
        guard let node = try? BER.parse(bytes) else { throw LDAPMalformed() }
        try Self.hold(node)
        self.node = node
    }

    private init(node: ASN1Node) { self.node = node }

    private static func hold(_ node: ASN1Node) throws(LDAPMalformed) {
        // The tag is one octet, so the second one begins the length; 0x80 alone is the indefinite form.
        let bytes = node.encodedBytes
        guard bytes.count >= 2, bytes[bytes.startIndex] & 0x1f != 0x1f, bytes[bytes.startIndex + 1] != 0x80 else {
            throw LDAPMalformed()
        }
        guard case .constructed(let children) = node.content else { return }
        for child in children { try hold(child) }
    }

    /// Whether it is of a universal type.
    func isUniversal(_ identifier: ASN1Identifier) -> Bool { node.identifier == identifier }

    /// The number of a context-specific tag.
    var contextTag: UInt? { node.identifier.tagClass == .contextSpecific ? node.identifier.tagNumber : nil }

    /// The number of a tag of the protocol, which says what is asked for.
    var applicationTag: UInt? { node.identifier.tagClass == .application ? node.identifier.tagNumber : nil }

    /// The elements inside of a constructed one.
    /// - Throws: `LDAPMalformed` for one that is none.
    func children() throws(LDAPMalformed) -> [BERElement] {
        guard case .constructed(let children) = node.content else { throw LDAPMalformed() }
        return children.map(BERElement.init(node:))
    }

    /// The elements inside of a SEQUENCE or a SET.
    /// - Throws: `LDAPMalformed` for anything else.
    func children(of identifier: ASN1Identifier) throws(LDAPMalformed) -> [BERElement] {
        guard isUniversal(identifier) else { throw LDAPMalformed() }
        return try children()
    }

    /// The octets of a primitive element, whatever its tag.
    /// - Throws: `LDAPMalformed` for one in pieces.
    func octets() throws(LDAPMalformed) -> [UInt8] {
        guard case .primitive(let bytes) = node.content else { throw LDAPMalformed() }
        return Array(bytes)
    }

    /// An OCTET STRING.
    /// - Throws: `LDAPMalformed` for anything else.
    func octetString() throws(LDAPMalformed) -> [UInt8] {
        guard isUniversal(.octetString) else { throw LDAPMalformed() }
        return try octets()
    }

    /// An LDAPString: UTF-8 (RFC 4511 section 4.1.2).
    /// - Throws: `LDAPMalformed` for anything else.
    func string() throws(LDAPMalformed) -> String { try Self.text(octetString()) }

    /// Octets as UTF-8.
    /// - Throws: `LDAPMalformed` where they are none.
    static func text(_ bytes: [UInt8]) throws(LDAPMalformed) -> String {
        guard let text = String(validating: bytes, as: UTF8.self) else { throw LDAPMalformed() }
        return text
    }

    /// An INTEGER or ENUMERATED in 0…2³¹-1, the only numbers that LDAP sends (`maxInt`).
    /// - Throws: `LDAPMalformed` for anything else.
    func number(_ identifier: ASN1Identifier = .integer) throws(LDAPMalformed) -> Int {
        guard isUniversal(identifier) else { throw LDAPMalformed() }
        return try Self.number(octets())
    }

    /// The octets of such a number under any tag.
    /// - Throws: `LDAPMalformed` for none, a negative one, and one beyond.
    static func number(_ bytes: [UInt8]) throws(LDAPMalformed) -> Int {
        guard (1...5).contains(bytes.count), bytes[0] & 0x80 == 0 else { throw LDAPMalformed() }
        let value = bytes.reduce(0) { $0 << 8 | Int($1) }
        guard value <= Int(Int32.max) else { throw LDAPMalformed() }
        return value
    }

    /// A BOOLEAN; LDAP writes TRUE as 0xff.
    /// - Throws: `LDAPMalformed` for anything else.
    func boolean() throws(LDAPMalformed) -> Bool {
        guard isUniversal(.boolean), case let bytes = try octets(), bytes == [0] || bytes == [0xff] else {
            throw LDAPMalformed()
        }
        return bytes == [0xff]
    }
}
