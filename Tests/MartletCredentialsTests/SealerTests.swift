import MartletCredentials
import MartletDirectory
import Testing

@Suite struct `Sealing` {
    private static let key = (0..<32).map { UInt8($0) }
    private static let nonce = [UInt8](repeating: 9, count: 12)
    private static let secret = Array("a TOTP secret here".utf8)

    @Test func `what was sealed opens, and does not show what is inside`() throws {
        let sealer = try Sealer(key: Self.key)
        for bytes in [Self.secret, [], Array(repeating: 7, count: 5000)] {
            let sealed = sealer.seal(bytes, context: "totp:1", nonce: Self.nonce)
            #expect(sealed.count == bytes.count + 37)
            #expect(try sealer.open(sealed, context: "totp:1") == bytes)
            #expect(bytes.isEmpty || !sealed.contains(bytes))
        }
    }

    @Test func `A049: it opens under its own key and context only`() throws {
        let sealer = try Sealer(key: Self.key)
        let sealed = sealer.seal(Self.secret, context: "totp:1", nonce: Self.nonce)
        let other = try Sealer(key: Array(Self.key.reversed()))
        #expect(throws: Sealer.SealError.notOpened) { try other.open(sealed, context: "totp:1") }
        for context in ["totp:2", "", "signing-key:1", "totp:1 "] {
            #expect(throws: Sealer.SealError.notOpened) { try sealer.open(sealed, context: context) }
        }
    }

    @Test func `one changed or missing byte anywhere and it does not open`() throws {
        let sealer = try Sealer(key: Self.key)
        let sealed = sealer.seal(Self.secret, context: "totp:1", nonce: Self.nonce)
        for index in sealed.indices {
            var changed = sealed
            changed[index] ^= 1
            #expect(throws: Sealer.SealError.notOpened) { try sealer.open(changed, context: "totp:1") }
            #expect(throws: Sealer.SealError.notOpened) { try sealer.open(Array(sealed[..<index]), context: "totp:1") }
        }
        #expect(throws: Sealer.SealError.notOpened) { try sealer.open(sealed + [0], context: "totp:1") }
    }

    @Test func `another nonce gives another text`() throws {
        let sealer = try Sealer(key: Self.key)
        let first = sealer.seal(Self.secret, context: "totp:1", nonce: Self.nonce)
        let second = sealer.seal(Self.secret, context: "totp:1", nonce: Array(repeating: 8, count: 12))
        #expect(first.dropFirst(21) != second.dropFirst(21))
    }

    @Test func `a key is 32 bytes`() {
        for count in [0, 16, 31, 33, 64] {
            #expect(throws: Sealer.SealError.badKey) { try Sealer(key: Array(repeating: 1, count: count)) }
        }
    }

    @Test func `a keyed digest depends on key, context and where the one ends and the other begins`() throws {
        let sealer = try Sealer(key: Self.key)
        let digest = sealer.mac([1, 2], context: "ab")
        #expect(digest.count == 32)
        #expect(digest == sealer.mac([1, 2], context: "ab"))
        #expect(digest != sealer.mac([1, 3], context: "ab"))
        #expect(digest != sealer.mac([1, 2], context: "ac"))
        #expect(sealer.mac(Array("bc".utf8), context: "a") != sealer.mac(Array("c".utf8), context: "ab"))
        #expect(digest != (try Sealer(key: Array(Self.key.reversed())).mac([1, 2], context: "ab")))
    }

    // Made by another implementation of HKDF, AES-GCM and HMAC: what is in a database must open for ever.
    @Test func `the form on disk does not change`() throws {
        let sealer = try Sealer(key: Self.key)
        let sealed = sealer.seal(Array("x".utf8), context: "c", nonce: Self.nonce)
        let box = "0909090909090909090909094e9d245fbe4c45a4b45724e1b9486a82df"
        #expect(Hexadecimal.text(of: sealed) == "024b6692acc250a278" + box)
        // As the first release wrote it, without the key's name.
        #expect(try sealer.open([1] + sealed.dropFirst(9), context: "c") == Array("x".utf8))
        #expect(
            Hexadecimal.text(of: sealer.mac([1, 2], context: "ab"))
                == "a08fdab04dd279fb0713bfadc8480b014d48a8d9bc0f267940e5133faaec1b3e")
    }
}
