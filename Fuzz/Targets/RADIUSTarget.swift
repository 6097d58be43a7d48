import Crypto

@testable import MartletCredentials

/// Packets of RADIUS: read whole or not at all, believed for the one proof of the secret, and answered within the limit.
enum RADIUSTarget: FuzzTarget {
    static let name = "radius"

    private static let key = Array("sixteen-characters".utf8)

    static func check(_ input: [UInt8]) throws {
        guard let packet = RADIUSPacket(input), let secret = RADIUSSecret(key) else { return }
        let body = packet.attributes.flatMap { [$0.type, UInt8($0.value.count + 2)] + $0.value }
        let length = 20 + body.count
        let head = [packet.code.rawValue, packet.identifier, UInt8(length >> 8), UInt8(length & 0xff)]
        let written = head + packet.authenticator + body
        try hold(Array(input.prefix(length)) == written, "written again it is the same")
        try hold(RADIUSPacket(written) == packet, "what is behind it does not matter")
        try hold(RADIUSPacket(Array(written.dropLast())) == nil, "nothing may be missing")
        let proofs = packet.attributes.filter { $0.type == RADIUSPacket.Kind.messageAuthenticator.rawValue }
        if let password = secret.password(of: packet) { try hold(password.count <= 128, "a password is limited") }
        guard proofs.count == 1, proofs[0].value.count == 16 else {
            return try hold(!secret.vouches(for: packet), "without one proof nothing is believed")
        }
        // The same with the right proof in its place is believed.
        var proven = written
        for place in proofs[0].offset..<proofs[0].offset + 16 { proven[place] = 0 }
        let proof = Array(HMAC<Insecure.MD5>.authenticationCode(for: proven, using: SymmetricKey(data: key)))
        try hold(secret.vouches(for: packet) == (proof == proofs[0].value), "the proof is HMAC-MD5 over the packet")
        let answer = secret.answer(.accessReject, to: packet)
        try hold(answer.count <= RADIUSPacket.longest, "an answer fits")
        guard let read = RADIUSPacket(answer) else { throw Broken(description: "an answer is a packet") }
        try hold(
            read.attributes.first?.type == RADIUSPacket.Kind.messageAuthenticator.rawValue, "its proof stands first")
        try hold(read.values(.proxyState) == packet.values(.proxyState), "the states of proxies come back")
    }
}
