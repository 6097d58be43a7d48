import SwiftASN1

/// What came of an operation (RFC 4511 appendix A).
enum LDAPResultCode: UInt8, Sendable {
    case success = 0
    case operationsError = 1
    case protocolError = 2
    case timeLimitExceeded = 3
    case sizeLimitExceeded = 4
    case compareFalse = 5
    case compareTrue = 6
    case authMethodNotSupported = 7
    case adminLimitExceeded = 11
    case unavailableCriticalExtension = 12
    case confidentialityRequired = 13
    case noSuchAttribute = 16
    case noSuchObject = 32
    case invalidDNSyntax = 34
    case inappropriateAuthentication = 48
    case invalidCredentials = 49
    case insufficientAccessRights = 50
    case busy = 51
    case unavailable = 52
    case unwillingToPerform = 53
    case other = 80
}

/// The names by which operations and controls are known.
enum LDAPName {
    static let startTLS = "1.3.6.1.4.1.1466.20037"
    static let whoAmI = "1.3.6.1.4.1.4203.1.11.3"
    static let disconnection = "1.3.6.1.4.1.1466.20036"
    static let pagedResults = "1.2.840.113556.1.4.319"
}

/// One message of the server.
struct LDAPAnswer: Sendable, Equatable {
    /// The kinds of answer, each with the tag that it is sent under.
    enum Kind: Sendable, Equatable {
        case bind, search, compare, extended(name: String?, value: [UInt8]?)
        /// To a change that was not made.
        case change(tag: UInt)

        var tag: UInt {
            switch self {
            case .bind: 1
            case .search: 5
            case .compare: 15
            case .extended: 24
            case .change(let tag): tag
            }
        }
    }

    var id: Int
    var kind: Kind
    var code: LDAPResultCode
    /// For whoever reads a log of the client; never anything about the account.
    var diagnostic = ""
    /// The cookie with which paged results go on, empty at their end; `nil` where no page was asked for.
    var cookie: [UInt8]?

    /// The bytes of it.
    var bytes: [UInt8] {
        LDAPWriting.message(id) { coder in
            coder.appendConstructedNode(identifier: ASN1Identifier(tagWithNumber: kind.tag, tagClass: .application)) {
                LDAPWriting.number(Int(code.rawValue), .enumerated, in: &$0)
                LDAPWriting.string("", in: &$0)
                LDAPWriting.string(diagnostic, in: &$0)
                guard case .extended(let name, let value) = kind else { return }
                if let name { LDAPWriting.octets(Array(name.utf8), LDAPWriting.context(10), in: &$0) }
                if let value { LDAPWriting.octets(value, LDAPWriting.context(11), in: &$0) }
            }
            guard let cookie else { return }
            coder.appendConstructedNode(identifier: LDAPWriting.context(0)) { controls in
                controls.appendConstructedNode(identifier: .sequence) {
                    LDAPWriting.string(LDAPName.pagedResults, in: &$0)
                    LDAPWriting.octets(LDAPWriting.page(cookie: cookie), .octetString, in: &$0)
                }
            }
        }
    }

    /// The last word to a client that does not speak the protocol (RFC 4511 section 4.4.1).
    static func disconnection(_ code: LDAPResultCode) -> LDAPAnswer {
        LDAPAnswer(id: 0, kind: .extended(name: LDAPName.disconnection, value: nil), code: code)
    }
}

/// Writes BER with the writer of swift-asn1.
enum LDAPWriting {
    /// A message with what `body` puts into it.
    static func message(_ id: Int, _ body: (inout DER.Serializer) -> Void) -> [UInt8] {
        var coder = DER.Serializer()
        coder.appendConstructedNode(identifier: .sequence) {
            number(id, .integer, in: &$0)
            body(&$0)
        }
        return coder.serializedBytes
    }

    /// An entry that a search found.
    static func entry(_ id: Int, name: String, attributes: [(name: String, values: [String])]) -> [UInt8] {
        message(id) { coder in
            coder.appendConstructedNode(identifier: ASN1Identifier(tagWithNumber: 4, tagClass: .application)) { entry in
                string(name, in: &entry)
                entry.appendConstructedNode(identifier: .sequence) { list in
                    for attribute in attributes {
                        list.appendConstructedNode(identifier: .sequence) {
                            string(attribute.name, in: &$0)
                            $0.appendConstructedNode(identifier: .set) { values in
                                for value in attribute.values { string(value, in: &values) }
                            }
                        }
                    }
                }
            }
        }
    }

    /// The value of the control of paged results; how many there are in all is not told (RFC 2696 section 2).
    static func page(cookie: [UInt8]) -> [UInt8] {
        var coder = DER.Serializer()
        coder.appendConstructedNode(identifier: .sequence) {
            number(0, .integer, in: &$0)
            octets(cookie, .octetString, in: &$0)
        }
        return coder.serializedBytes
    }

    /// A tag of the place.
    static func context(_ number: UInt) -> ASN1Identifier {
        ASN1Identifier(tagWithNumber: number, tagClass: .contextSpecific)
    }

    static func string(_ text: String, in coder: inout DER.Serializer) {
        octets(Array(text.utf8), .octetString, in: &coder)
    }

    static func octets(_ bytes: [UInt8], _ identifier: ASN1Identifier, in coder: inout DER.Serializer) {
        coder.appendPrimitiveNode(identifier: identifier) { $0.append(contentsOf: bytes) }
    }

    /// A number of 0 or more.
    static func number(_ value: Int, _ identifier: ASN1Identifier, in coder: inout DER.Serializer) {
        var bytes: [UInt8] = []
        var left = value
        repeat {
            bytes.insert(UInt8(left & 0xff), at: 0)
            left >>= 8
        } while left > 0
        if bytes[0] & 0x80 != 0 { bytes.insert(0, at: 0) }
        octets(bytes, identifier, in: &coder)
    }
}
