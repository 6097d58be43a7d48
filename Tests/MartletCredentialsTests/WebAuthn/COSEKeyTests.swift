import Crypto
import MartletCredentials
import MartletTesting
import Testing

/// A065: keys of the kinds that were asked for, sound, and in one form.
@Suite struct `Keys of passkeys` {
    private static let point = Array(P256.Signing.PrivateKey().publicKey.rawRepresentation)
    private static let edwards = Array(Curve25519.Signing.PrivateKey().publicKey.rawRepresentation)

    private func key(_ members: [(Int, [UInt8])]) -> [UInt8] {
        TestCBOR.map(members.map { (TestCBOR.integer($0.0), $0.1) })
    }

    private func p256(
        kind: Int = 2, algorithm: Int = -7, curve: Int = 1, x: [UInt8] = Array(point[..<32]),
        y: [UInt8] = Array(point[32...])
    ) -> [UInt8] {
        key([
            (1, TestCBOR.integer(kind)), (3, TestCBOR.integer(algorithm)), (-1, TestCBOR.integer(curve)),
            (-2, TestCBOR.bytes(x)), (-3, TestCBOR.bytes(y)),
        ])
    }

    private func ed25519(_ point: [UInt8], curve: Int = 6) -> [UInt8] {
        key([
            (1, TestCBOR.integer(1)), (3, TestCBOR.integer(-8)), (-1, TestCBOR.integer(curve)),
            (-2, TestCBOR.bytes(point)),
        ])
    }

    private func rsa(modulus: [UInt8], exponent: [UInt8], algorithm: Int = -257) -> [UInt8] {
        key([
            (1, TestCBOR.integer(3)), (3, TestCBOR.integer(algorithm)), (-1, TestCBOR.bytes(modulus)),
            (-2, TestCBOR.bytes(exponent)),
        ])
    }

    @Test func `keys of the three kinds are read`() throws {
        #expect(try COSEKey(encoded: p256()).algorithm == .es256)
        #expect(try COSEKey(encoded: ed25519(Self.edwards)).algorithm == .edDSA)
        let modulus = [0xc5] + [UInt8](repeating: 0x5a, count: 254) + [0x0d]
        #expect(try COSEKey(encoded: rsa(modulus: modulus, exponent: [1, 0, 1])).algorithm == .rs256)
    }

    /// RS1, no number at all, ES256K, ES384, PS256.
    @Test(arguments: [-65535, 0, -47, -35, -37])
    func `an algorithm that was not offered is refused`(algorithm: Int) {
        #expect(throws: WebAuthnRefusal.unknownAlgorithm) { _ = try COSEKey(encoded: p256(algorithm: algorithm)) }
    }

    @Test func `a key of another kind than its algorithm is refused`() {
        let modulus = [0xc5] + [UInt8](repeating: 0x5a, count: 254) + [0x0d]
        for wrong in [
            p256(kind: 1), p256(kind: 3), p256(algorithm: -8), p256(algorithm: -257), p256(curve: 2),
            ed25519(Self.edwards, curve: 4), rsa(modulus: modulus, exponent: [1, 0, 1], algorithm: -7),
        ] {
            #expect(throws: WebAuthnRefusal.unsoundKey) { _ = try COSEKey(encoded: wrong) }
        }
    }

    @Test func `a point that is not on the curve is refused`() {
        var y = Array(Self.point[32...])
        y[31] ^= 1
        for wrong in [
            p256(y: y), p256(x: [UInt8](repeating: 0, count: 32), y: [UInt8](repeating: 0, count: 32)),
            p256(x: Array(Self.point[..<31])), p256(x: Array(Self.point[..<32]) + [0]),
            ed25519([UInt8](repeating: 0, count: 32)), ed25519([1] + [UInt8](repeating: 0, count: 31)),
            ed25519(Array(Self.edwards.dropLast())),
        ] {
            #expect(throws: WebAuthnRefusal.unsoundKey) { _ = try COSEKey(encoded: wrong) }
        }
    }

    @Test func `a weak RSA key is refused`() {
        let good = [0xc5] + [UInt8](repeating: 0x5a, count: 254) + [0x0d]
        for (modulus, exponent) in [
            (Array(good.prefix(63)) + [0x0d], [1, 0, 1]), (good, [1]), (good, [4]), (good, [0, 1, 0, 1]), (good, []),
            ([0] + good, [1, 0, 1]), (Array(good.dropLast()) + [0x0c], [1, 0, 1]), (good, [1, 0, 0, 0, 0, 1]),
        ] as [([UInt8], [UInt8])] {
            #expect(throws: WebAuthnRefusal.unsoundKey) {
                _ = try COSEKey(encoded: rsa(modulus: modulus, exponent: exponent))
            }
        }
    }

    @Test func `members that do not belong there, and other forms of the same, are refused`() {
        let honest = p256()
        let added = key([
            (1, TestCBOR.integer(2)), (2, TestCBOR.bytes([1])), (3, TestCBOR.integer(-7)), (-1, TestCBOR.integer(1)),
            (-2, TestCBOR.bytes(Array(Self.point[..<32]))), (-3, TestCBOR.bytes(Array(Self.point[32...]))),
        ])
        #expect(throws: WebAuthnRefusal.unsoundKey) { _ = try COSEKey(encoded: added) }
        for wrong in [
            [], [0x00], Array(honest.dropLast()), honest + [0], TestCBOR.map([]), [UInt8](repeating: 0, count: 5000),
        ] {
            #expect(throws: WebAuthnRefusal.malformed) { _ = try COSEKey(encoded: wrong) }
        }
    }
}
