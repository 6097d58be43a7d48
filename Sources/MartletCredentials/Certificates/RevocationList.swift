import Foundation
import MartletDirectory
import SwiftASN1
import X509

/// A list of certificates that their authority has revoked (RFC 5280 section 5).
///
/// Only whole lists of the authority that issued the certificates are read: one that is a part, or about others, says so in
/// a critical extension, and a critical extension that is not known here refuses the list.
package struct RevocationList: Sendable {
    /// The bytes are not a list that is accepted here.
    package struct Refused: Error, Equatable {
        /// The only value there is.
        package init() {}
    }

    /// The longest list, in bytes of DER.
    package static let longest = 1_024 * 1_024

    /// When the authority said this.
    package let issuedAt: Timestamp
    /// When it will have said something new.
    package let endsAt: Timestamp

    private let issuer: DistinguishedName
    /// In lower-case hexadecimal digits.
    private let serialNumbers: Set<String>
    private let signed: [UInt8]
    private let signature: [UInt8]
    private let algorithm: ASN1ObjectIdentifier

    /// Reads a list in DER, or the one list in a text in PEM.
    package init(_ bytes: [UInt8]) throws(Refused) {
        guard bytes.count <= 2 * Self.longest, let der = Self.der(of: bytes), der.count <= Self.longest,
            let list = try? List(der)
        else { throw Refused() }
        issuedAt = list.issuedAt
        endsAt = list.endsAt
        issuer = list.issuer
        serialNumbers = list.serialNumbers
        signed = list.signed
        signature = list.signature
        algorithm = list.algorithm
        self.der = der
    }

    /// The list itself.
    package let der: [UInt8]

    /// How many certificates are on it.
    package var count: Int { serialNumbers.count }

    /// Whether `authority` says all this.
    package func isSigned(by authority: TrustedAuthority) -> Bool {
        let mayRevoke = (try? authority.certificate.extensions.keyUsage.map { $0.cRLSign } ?? true) ?? false
        guard mayRevoke, issuer == authority.certificate.subject, let algorithm = Self.algorithms[algorithm] else {
            return false
        }
        return authority.certificate.publicKey.isValidSignature(signature, for: signed, signatureAlgorithm: algorithm)
    }

    /// Whether it is what the authority says at `point`.
    package func isCurrent(at point: Timestamp) -> Bool { !issuedAt.isAhead(of: point) && point < endsAt }

    /// Whether the certificate with this serial number, in lower-case hexadecimal digits, is on it.
    func revokes(_ serialNumber: String) -> Bool { serialNumbers.contains(serialNumber) }

    /// Without SHA-1.
    private static let algorithms: [ASN1ObjectIdentifier: Certificate.SignatureAlgorithm] = [
        [1, 2, 840, 10045, 4, 3, 2]: .ecdsaWithSHA256, [1, 2, 840, 10045, 4, 3, 3]: .ecdsaWithSHA384,
        [1, 2, 840, 10045, 4, 3, 4]: .ecdsaWithSHA512, [1, 2, 840, 113549, 1, 1, 11]: .sha256WithRSAEncryption,
        [1, 2, 840, 113549, 1, 1, 12]: .sha384WithRSAEncryption,
        [1, 2, 840, 113549, 1, 1, 13]: .sha512WithRSAEncryption, [1, 3, 101, 112]: .ed25519,
    ]

    private static func der(of bytes: [UInt8]) -> [UInt8]? {
        guard bytes.starts(with: Array("-----BEGIN X509 CRL-----".utf8)) else { return bytes }
        let lines = String(decoding: bytes, as: UTF8.self).split(whereSeparator: \.isNewline)
            .map { $0.trimmingCharacters(in: .whitespaces) }
        guard lines.filter({ $0.hasPrefix("-----") }).count == 2, lines.last == "-----END X509 CRL-----" else {
            return nil
        }
        return Data(base64Encoded: lines.dropFirst().dropLast().joined()).map(Array.init)
    }
}

/// The parts of a list as they stand in DER.
private struct List {
    var issuer = DistinguishedName()
    var issuedAt = Timestamp(seconds: 0)
    var endsAt = Timestamp(seconds: 0)
    var serialNumbers: Set<String> = []
    var signed: [UInt8] = []
    var signature: [UInt8] = []
    var algorithm: ASN1ObjectIdentifier = [1, 3]

    private struct Unreadable: Error {}

    /// Extensions that change nothing here when they are not heeded: the number, and the key of the issuer.
    private static let harmless: Set<ASN1ObjectIdentifier> = [[2, 5, 29, 20], [2, 5, 29, 35]]

    init(_ der: [UInt8]) throws {
        var list = List()
        try DER.sequence(try DER.parse(der), identifier: .sequence) { nodes in
            guard let body = nodes.next() else { throw Unreadable() }
            list.signed = Array(body.encodedBytes)
            let inner = try list.readBody(body)
            list.algorithm = try Self.algorithm(nodes.next())
            // What is signed names the algorithm too, and must name the same.
            guard list.algorithm == inner else { throw Unreadable() }
            list.signature = Array(try ASN1BitString(derEncoded: &nodes).bytes)
        }
        self = list
    }

    private init() {}

    private mutating func readBody(_ body: ASN1Node) throws -> ASN1ObjectIdentifier {
        var list = self
        let algorithm = try DER.sequence(body, identifier: .sequence) { nodes in
            var next = nodes.next()
            if let node = next, node.identifier == .integer {
                guard try Int(derEncoded: node) == 1 else { throw Unreadable() }
                next = nodes.next()
            }
            let algorithm = try Self.algorithm(next)
            guard let issuer = nodes.next(), let issued = nodes.next(), let ends = nodes.next() else {
                throw Unreadable()
            }
            list.issuer = try DistinguishedName(derEncoded: issuer)
            list.issuedAt = try Self.time(issued)
            list.endsAt = try Self.time(ends)
            var rest = nodes.next()
            if let entries = rest, entries.identifier == .sequence {
                try list.readEntries(entries)
                rest = nodes.next()
            }
            if let extensions = rest {
                guard extensions.identifier == ASN1Identifier(tagWithNumber: 0, tagClass: .contextSpecific),
                    case .constructed(let children) = extensions.content
                else { throw Unreadable() }
                for child in children { try Self.check(child) }
            }
            return algorithm
        }
        self = list
        return algorithm
    }

    private mutating func readEntries(_ node: ASN1Node) throws {
        var found: Set<String> = []
        try DER.sequence(node, identifier: .sequence) { entries in
            while let entry = entries.next() {
                try DER.sequence(entry, identifier: .sequence) { parts in
                    let serial = try ArraySlice<UInt8>(derEncoded: &parts)
                    found.insert(Hexadecimal.text(of: Certificate.SerialNumber(bytes: serial).bytes))
                    guard let date = parts.next() else { throw Unreadable() }
                    _ = try Self.time(date)
                    // The certificate is revoked, whatever else is said about it; but an entry of another issuer would
                    // say so in a critical extension.
                    if let extensions = parts.next() { try Self.check(extensions) }
                }
            }
        }
        serialNumbers = found
    }

    /// - Throws: for a critical extension that is not known.
    private static func check(_ extensions: ASN1Node) throws {
        try DER.sequence(extensions, identifier: .sequence) { nodes in
            while let node = nodes.next() {
                try DER.sequence(node, identifier: .sequence) { parts in
                    let name = try ASN1ObjectIdentifier(derEncoded: &parts)
                    var isCritical = false
                    var value = parts.next()
                    if let flag = value, flag.identifier == .boolean {
                        isCritical = try Bool(derEncoded: flag)
                        value = parts.next()
                    }
                    guard value != nil, !isCritical || harmless.contains(name) else { throw Unreadable() }
                }
            }
        }
    }

    private static func algorithm(_ node: ASN1Node?) throws -> ASN1ObjectIdentifier {
        guard let node else { throw Unreadable() }
        return try DER.sequence(node, identifier: .sequence) { parts in
            let name = try ASN1ObjectIdentifier(derEncoded: &parts)
            _ = parts.next()
            return name
        }
    }

    private static func time(_ node: ASN1Node) throws -> Timestamp {
        var parts = DateComponents()
        if node.identifier == .utcTime {
            let time = try UTCTime(derEncoded: node)
            (parts.year, parts.month, parts.day) = (time.year, time.month, time.day)
            (parts.hour, parts.minute, parts.second) = (time.hours, time.minutes, time.seconds)
        } else {
            let time = try GeneralizedTime(derEncoded: node)
            (parts.year, parts.month, parts.day) = (time.year, time.month, time.day)
            (parts.hour, parts.minute, parts.second) = (time.hours, time.minutes, time.seconds)
        }
        var calendar = Calendar(identifier: .gregorian)
        calendar.timeZone = .gmt
        guard let date = calendar.date(from: parts) else { throw Unreadable() }
        return Timestamp(seconds: Int64(date.timeIntervalSince1970))
    }
}
