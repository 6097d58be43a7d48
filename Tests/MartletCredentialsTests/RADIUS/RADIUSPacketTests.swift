import Crypto
import MartletDirectory
import Testing

@testable import MartletCredentials

@Suite struct `RADIUS packets` {
    /// RFC 2865 section 7.1: the secret, and a request for `nemo`.
    private static let secret = Array("xyzzy5461".utf8)
    private static let request = bytes(
        """
        01 00 00 38 0f 40 3f 94 73 97 80 57 bd 83 d5 cb 98 f4 22 7a 01 06 6e 65 6d 6f 02 12 0d be 70 8d 93 d4 13 ce 31
        96 e4 3f 78 2a 0a ee 04 06 c0 a8 01 10 05 06 00 00 00 03
        """)

    private static func bytes(_ text: String) -> [UInt8] {
        text.split(whereSeparator: \.isWhitespace).compactMap { UInt8($0, radix: 16) }
    }

    /// The request of the RFC under a secret that is long enough, with a Message-Authenticator.
    private static func signed(_ secret: String, _ more: [UInt8] = []) -> [UInt8] {
        var packet: [UInt8] = Array(request[..<26]) + [80, 18]
        packet += [UInt8](repeating: 0, count: 16) + more
        packet[2] = UInt8(packet.count >> 8)
        packet[3] = UInt8(packet.count & 0xff)
        let mac = HMAC<Insecure.MD5>.authenticationCode(for: packet, using: SymmetricKey(data: Array(secret.utf8)))
        packet.replaceSubrange(28..<44, with: Array(mac))
        return packet
    }

    @Test func `the request of RFC 2865 section 7-1 is read, and its password`() throws {
        let packet = try #require(RADIUSPacket(Self.request))
        #expect(packet.code == .accessRequest && packet.identifier == 0 && packet.text(.userName) == "nemo")
        #expect(packet.only(.nasAddress) == [192, 168, 1, 16])
        // The secret of the RFC is shorter than one may be here, so its arithmetic is done by hand.
        #expect(RADIUSSecret(Self.secret) == nil)
        let hidden = try #require(packet.only(.userPassword))
        let mask = Insecure.MD5.hash(data: Self.secret + packet.authenticator)
        #expect(Array(zip(hidden, mask).map { $0 ^ $1 }.prefix(7)) == Array("arctang".utf8))
    }

    @Test func `a password of several blocks is read back`() throws {
        let text = "0123456789abcdef"
        let secret = try #require(RADIUSSecret(Array(text.utf8)))
        let password = Array("quiet-Lantern-71 over water".utf8)
        var padded = password + [UInt8](repeating: 0, count: 32 - password.count)
        var mask = Array(Self.request[4..<20])
        for start in [0, 16] {
            let key = Insecure.MD5.hash(data: Array(text.utf8) + mask)
            mask = zip(padded[start..<start + 16], key).map { $0 ^ $1 }
            padded.replaceSubrange(start..<start + 16, with: mask)
        }
        let packet = try #require(RADIUSPacket(Self.signed(text, [2, 34] + padded)))
        #expect(secret.vouches(for: packet))
        #expect(secret.password(of: packet) == password)
    }

    @Test func `a request is believed with the one proof of the secret and with no other`() throws {
        let secret = try #require(RADIUSSecret(Array("0123456789abcdef".utf8)))
        let good = Self.signed("0123456789abcdef")
        #expect(secret.vouches(for: try #require(RADIUSPacket(good))))
        #expect(!secret.vouches(for: try #require(RADIUSPacket(Self.signed("0123456789abcdeg")))))
        #expect(!secret.vouches(for: try #require(RADIUSPacket(Self.request))))
        for place in [1, 5, 22, 30] {
            var changed = good
            changed[place] ^= 1
            #expect(!secret.vouches(for: try #require(RADIUSPacket(changed))))
        }
        var twice = good + good[26..<44]
        twice[3] = UInt8(twice.count)
        #expect(!secret.vouches(for: try #require(RADIUSPacket(twice))))
        // Padding behind the packet is nobody's (RFC 2865 section 3).
        #expect(secret.vouches(for: try #require(RADIUSPacket(good + [1, 2, 3]))))
    }

    @Test func `an answer carries its proof first, and both proofs are those of the RFCs`() throws {
        let key = Array("0123456789abcdef".utf8)
        let secret = try #require(RADIUSSecret(key))
        let packet = try #require(RADIUSPacket(Self.signed("0123456789abcdef", [33, 4, 7, 8, 33, 3, 9])))
        let answer = secret.answer(.accessReject, to: packet)
        #expect(answer.count == Int(answer[3]) && answer[0] == 3 && answer[1] == packet.identifier)
        #expect(Array(answer[20..<22]) == [80, 18])
        #expect(Array(answer[38...]) == [33, 4, 7, 8, 33, 3, 9])
        var blank = Array(answer[..<4]) + packet.authenticator + answer[20...]
        let authenticator = Insecure.MD5.hash(data: blank + key)
        #expect(Array(authenticator) == Array(answer[4..<20]))
        for place in 22..<38 { blank[place] = 0 }
        let proof = HMAC<Insecure.MD5>.authenticationCode(for: blank, using: SymmetricKey(data: key))
        #expect(Array(proof) == Array(answer[22..<38]))
    }

    @Test func `what is cut off, overlong or of another kind is refused`() {
        let good = Self.signed("0123456789abcdef")
        for length in 0..<good.count { #expect(RADIUSPacket(Array(good.prefix(length))) == nil) }
        var changed = good
        changed[21] = 1
        #expect(RADIUSPacket(changed) == nil)
        changed = good
        changed[27] = 200
        #expect(RADIUSPacket(changed) == nil)
        changed = good
        changed[0] = 4
        #expect(RADIUSPacket(changed) == nil)
        #expect(RADIUSPacket(good + [UInt8](repeating: 0, count: 4096)) == nil)
    }
}
