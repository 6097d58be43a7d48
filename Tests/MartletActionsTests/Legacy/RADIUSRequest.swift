import Crypto
import MartletCredentials

/// A request as a box makes it, written apart from the reader.
struct RADIUSRequest {
    private let secret: [UInt8]
    private let code: UInt8
    private let authenticator: [UInt8]
    private var attributes: [UInt8] = []

    init(secret: String, code: UInt8 = 1) {
        self.secret = Array(secret.utf8)
        self.code = code
        authenticator = (0..<16).map { UInt8($0 * 7 + 1) }
    }

    mutating func add(_ kind: RADIUSPacket.Kind, _ value: [UInt8]) {
        attributes += [kind.rawValue, UInt8(value.count + 2)] + value
    }

    mutating func addPassword(_ text: String) {
        let padding = (16 - text.utf8.count % 16) % 16
        let plain = Array(text.utf8) + [UInt8](repeating: 0, count: padding)
        var hidden: [UInt8] = []
        var mask = authenticator
        for start in stride(from: 0, to: plain.count, by: 16) {
            let key = Insecure.MD5.hash(data: secret + mask)
            mask = zip(plain[start..<start + 16], key).map { $0 ^ $1 }
            hidden += mask
        }
        add(.userPassword, hidden)
    }

    /// The packet with its proof in front.
    var datagram: [UInt8] {
        var packet = packet([80, 18] + [UInt8](repeating: 0, count: 16) + attributes)
        let proof = HMAC<Insecure.MD5>.authenticationCode(for: packet, using: SymmetricKey(data: secret))
        packet.replaceSubrange(22..<38, with: Array(proof))
        return packet
    }

    /// The packet without a proof, as boxes sent it for thirty years.
    var unsigned: [UInt8] { packet(attributes) }

    private func packet(_ attributes: [UInt8]) -> [UInt8] {
        let length = 20 + attributes.count
        return [code, 9, UInt8(length >> 8), UInt8(length & 0xff)] + authenticator + attributes
    }
}
