import Crypto

/// What a box and the server share, and what is shown and hidden with it (RFC 2865, RFC 2869, RFC 5997).
///
/// The protocol knows MD5 and nothing else. What stands on it here is HMAC-MD5 over the whole packet, in both directions:
/// an answer without it can be forged by whoever is on the way (CVE-2024-3596), so none is sent and no request believed.
package struct RADIUSSecret: Sendable {
    /// The shortest secret, in bytes.
    package static let shortest = 16
    /// The longest one.
    package static let longest = 128

    private let bytes: [UInt8]

    /// A secret of 16 to 128 bytes; `nil` otherwise.
    package init?(_ bytes: [UInt8]) {
        guard (Self.shortest...Self.longest).contains(bytes.count) else { return nil }
        self.bytes = bytes
    }

    /// Whether a request is from somebody who has the secret: its one Message-Authenticator says so (RFC 2869
    /// section 5.14).
    package func vouches(for request: RADIUSPacket) -> Bool {
        let kind = RADIUSPacket.Kind.messageAuthenticator.rawValue
        let found = request.attributes.filter { $0.type == kind }
        guard found.count == 1, found[0].value.count == 16 else { return false }
        var blank = request.bytes
        for place in found[0].offset..<found[0].offset + 16 { blank[place] = 0 }
        return ConstantTime.areEqual(mac(blank), found[0].value)
    }

    /// The password of a request by PAP (RFC 2865 section 5.2), without its padding; `nil` for one that is no multiple
    /// of 16 bytes up to 128.
    package func password(of request: RADIUSPacket) -> [UInt8]? {
        guard let hidden = request.only(.userPassword), hidden.count.isMultiple(of: 16),
            (16...128).contains(hidden.count)
        else { return nil }
        var password: [UInt8] = []
        var mask = request.authenticator
        for start in stride(from: 0, to: hidden.count, by: 16) {
            let block = Array(hidden[start..<start + 16])
            password += zip(block, md5(bytes + mask)).map { $0 ^ $1 }
            mask = block
        }
        while password.last == 0 { password.removeLast() }
        return password
    }

    /// The answer to a request: its proof first, then the states of proxies as they came (RFC 2865 sections 3 and 5.33).
    package func answer(_ code: RADIUSPacket.Code, to request: RADIUSPacket) -> [UInt8] {
        let states = request.values(.proxyState)
        let length = 20 + 18 + states.reduce(0) { $0 + 2 + $1.count }
        // The request had room for the same states and more than the proof of the answer.
        let head = [code.rawValue, request.identifier, UInt8(length >> 8), UInt8(length & 0xff)]
        var attributes = [RADIUSPacket.Kind.messageAuthenticator.rawValue, 18] + [UInt8](repeating: 0, count: 16)
        for state in states { attributes += [RADIUSPacket.Kind.proxyState.rawValue, UInt8(2 + state.count)] + state }
        let proof = mac(head + request.authenticator + attributes)
        attributes.replaceSubrange(2..<18, with: proof)
        return head + md5(head + request.authenticator + attributes + bytes) + attributes
    }

    private func md5(_ message: [UInt8]) -> [UInt8] { Array(Insecure.MD5.hash(data: message)) }

    private func mac(_ message: [UInt8]) -> [UInt8] {
        Array(HMAC<Insecure.MD5>.authenticationCode(for: message, using: SymmetricKey(data: bytes)))
    }
}
