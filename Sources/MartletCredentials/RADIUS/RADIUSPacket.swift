/// A packet of RADIUS (RFC 2865 section 3), read strictly.
package struct RADIUSPacket: Sendable, Equatable {
    /// What a packet is.
    package enum Code: UInt8, Sendable { case accessRequest = 1, accessAccept = 2, accessReject = 3, statusServer = 12 }

    /// The attributes that matter here (RFC 2865 section 5, RFC 2869).
    package enum Kind: UInt8, Sendable {
        case userName = 1
        case userPassword = 2
        case chapPassword = 3
        case nasAddress = 4
        case vendorSpecific = 26
        case callingStation = 31
        case nasIdentifier = 32
        case proxyState = 33
        case eapMessage = 79
        case messageAuthenticator = 80
        case nasAddress6 = 95
    }

    /// One attribute.
    package struct Attribute: Sendable, Equatable {
        /// Its number.
        package var type: UInt8
        /// Up to 253 bytes.
        package var value: [UInt8]
        /// Where the value begins in the packet.
        let offset: Int
    }

    /// The longest packet, in bytes.
    package static let longest = 4096
    private static let headLength = 20

    /// What it is.
    package let code: Code
    /// Which of a client's requests it is.
    package let identifier: UInt8
    /// 16 bytes: random in a request.
    package let authenticator: [UInt8]
    /// Its attributes, in order.
    package let attributes: [Attribute]
    /// The packet without what stood behind it.
    let bytes: [UInt8]

    /// Reads a packet; `nil` for what is none, or is of a kind that is not spoken here, which is dropped unanswered.
    package init?(_ datagram: [UInt8]) {
        guard datagram.count >= Self.headLength, datagram.count <= Self.longest, let code = Code(rawValue: datagram[0])
        else { return nil }
        let length = Int(datagram[2]) << 8 | Int(datagram[3])
        // What is behind the length is padding; what is short of it was cut off on the way (RFC 2865 section 3).
        guard length >= Self.headLength, length <= datagram.count else { return nil }
        var attributes: [Attribute] = []
        var place = Self.headLength
        while place < length {
            guard place + 2 <= length, case let size = Int(datagram[place + 1]), size >= 2, place + size <= length
            else {
                return nil
            }
            attributes.append(
                Attribute(
                    type: datagram[place], value: Array(datagram[place + 2..<place + size]), offset: place + 2))
            place += size
        }
        self.code = code
        identifier = datagram[1]
        authenticator = Array(datagram[4..<Self.headLength])
        self.attributes = attributes
        bytes = Array(datagram.prefix(length))
    }

    /// The values of an attribute, in order.
    package func values(_ kind: Kind) -> [[UInt8]] {
        attributes.filter { $0.type == kind.rawValue }.map(\.value)
    }

    /// The value of an attribute that stands there once; `nil` otherwise.
    package func only(_ kind: Kind) -> [UInt8]? {
        let values = values(kind)
        return values.count == 1 ? values[0] : nil
    }

    /// An attribute's value as text that can be shown: UTF-8 without control characters, or `nil`.
    package func text(_ kind: Kind) -> String? {
        guard let value = only(kind), let text = String(validating: value, as: UTF8.self),
            !text.unicodeScalars.contains(where: { $0.properties.generalCategory == .control })
        else { return nil }
        return text
    }

    /// Whether there is one Message-Authenticator of the right length; whose it is only a secret can tell.
    package var isSigned: Bool { only(.messageAuthenticator)?.count == 16 }

    /// Whether the request proves somebody in a way that is not spoken here: CHAP, MS-CHAP, EAP.
    package var usesAnotherMethod: Bool {
        if !values(.chapPassword).isEmpty || !values(.eapMessage).isEmpty { return true }
        // RFC 2548: Microsoft's attributes are those of vendor 311.
        return values(.vendorSpecific).contains { $0.starts(with: [0, 0, 1, 0x37]) }
    }
}
