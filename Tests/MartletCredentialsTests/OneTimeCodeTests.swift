import MartletCredentials
import MartletDirectory
import Testing

@Suite struct `Time-based one-time passwords` {
    private static let secret = Array("12345678901234567890".utf8)
    // The step that begins at this second is 59,666,666.
    private static let start = Timestamp(seconds: 1_789_999_980)
    private static let current: Int64 = 59_666_666

    @Test(
        arguments: zip(
            Array(Int64(0)..<10), [755224, 287082, 359152, 969429, 338314, 254676, 287922, 162583, 399871, 520489]))
    func `the vectors of RFC 4226 appendix D hold`(counter: Int64, code: Int) {
        #expect(TOTP.code(secret: Self.secret, step: counter) == "\(code)")
    }

    @Test(
        arguments: [
            (59, "94287082"), (1_111_111_109, "07081804"), (1_111_111_111, "14050471"), (1_234_567_890, "89005924"),
            (2_000_000_000, "69279037"), (20_000_000_000, "65353130"),
        ] as [(Int64, String)])
    func `the vectors of RFC 6238 appendix B hold`(seconds: Int64, code: String) {
        let step = TOTP.step(at: Timestamp(seconds: seconds))
        #expect(TOTP.code(secret: Self.secret, step: step, digits: 8) == code)
        #expect(TOTP.code(secret: Self.secret, step: step) == String(code.suffix(6)))
    }

    @Test(
        arguments: [
            (-1, -1), (0, 0), (29_999, 0), (30_000, 1), (59_999, 1), (-30_000, -1), (-30_001, -2),
        ] as [(Int64, Int64)])
    func `a step begins with its first millisecond`(milliseconds: Int64, step: Int64) {
        #expect(TOTP.step(at: Timestamp(milliseconds: milliseconds)) == step)
    }

    // The code of the current step, at so many milliseconds after its beginning.
    @Test(
        arguments: [
            (0, true), (29_900, true), (30_100, true), (59_900, true), (60_000, false), (60_100, false),
            (-1, true), (-30_000, true), (-30_001, false), (-30_100, false),
        ] as [(Int64, Bool)])
    func `A041: a code is good one step either way and no longer`(milliseconds: Int64, isGood: Bool) {
        let code = TOTP.code(secret: Self.secret, step: Self.current)
        let point = Timestamp(milliseconds: Self.start.milliseconds + milliseconds)
        let step = TOTP.match(code: code, secret: Self.secret, at: point, after: 0)
        #expect(step == (isGood ? Self.current : nil))
    }

    @Test func `A037: a step that was accepted is not accepted again`() {
        let code = TOTP.code(secret: Self.secret, step: Self.current)
        #expect(TOTP.match(code: code, secret: Self.secret, at: Self.start, after: Self.current - 1) == Self.current)
        #expect(TOTP.match(code: code, secret: Self.secret, at: Self.start, after: Self.current) == nil)
    }

    @Test func `A039: nor is an older one that is still in the window`() {
        let older = TOTP.code(secret: Self.secret, step: Self.current - 1)
        #expect(TOTP.match(code: older, secret: Self.secret, at: Self.start, after: 0) == Self.current - 1)
        #expect(TOTP.match(code: older, secret: Self.secret, at: Self.start, after: Self.current) == nil)
        // After a clock that ran ahead, only what is later still counts.
        let newer = TOTP.code(secret: Self.secret, step: Self.current + 1)
        #expect(TOTP.match(code: newer, secret: Self.secret, at: Self.start, after: Self.current) == Self.current + 1)
        #expect(TOTP.match(code: newer, secret: Self.secret, at: Self.start, after: Self.current + 1) == nil)
    }

    @Test func `A040: of all codes exactly those of three steps match`() {
        let expected = Set((-1...1).map { TOTP.code(secret: Self.secret, step: Self.current + $0) })
        var matched: Set<String> = []
        for number in 0..<20_000 {
            let code = String(repeating: "0", count: 6 - "\(number)".count) + "\(number)"
            if TOTP.match(code: code, secret: Self.secret, at: Self.start, after: 0) != nil { matched.insert(code) }
        }
        #expect(matched == expected.filter { ($0 as String) < "020000" })
        for code in expected { #expect(TOTP.match(code: code, secret: Self.secret, at: Self.start, after: 0) != nil) }
    }

    @Test func `a code of another secret does not match`() {
        let code = TOTP.code(secret: Array("09876543210987654321".utf8), step: Self.current)
        #expect(TOTP.match(code: code, secret: Self.secret, at: Self.start, after: 0) == nil)
    }

    @Test(arguments: ["012345", " 012345", "012345 ", "012 345", " 012 345 "])
    func `A043: spaces do not matter`(typed: String) {
        #expect(TOTP.parse(typed) == "012345")
    }

    @Test(arguments: [
        "", "0", "12345", "1234567", "01234５", "０１２３４５", "٠١٢٣٤٥", "123456\u{0}", "\u{0}123456", "+123456", "-12345",
        "+12345", "12345a", "0x1234", "1e5000", "123.45", "123456\n", "\t123456", "123\u{a0}456", "[1234]", "1234 56 7",
        "      ", "１23456", "12345\u{301}",
    ])
    func `A043: anything but six ASCII digits is no code`(typed: String) {
        #expect(TOTP.parse(typed) == nil)
        #expect(TOTP.match(code: typed, secret: Self.secret, at: Self.start, after: 0) == nil)
    }

    @Test func `the provisioning URI is the one that apps know`() {
        let uri = TOTP.provisioningURI(
            secret: Array("Hello!\u{de}\u{ad}".utf8), issuer: "Contoso", account: "alice@contoso.com")
        #expect(
            uri == "otpauth://totp/Contoso:alice%40contoso.com?secret=JBSWY3DPEHBZ5QVN&issuer=Contoso"
                + "&algorithm=SHA1&digits=6&period=30")
    }

    @Test func `names cannot add to the provisioning URI`() {
        let uri = TOTP.provisioningURI(secret: [0], issuer: "A: B&secret=X/ü", account: "a?b#c%d")
        #expect(uri.hasPrefix("otpauth://totp/A%20B%26secret%3DX%2F%C3%BC:a%3Fb%23c%25d?secret=AA&issuer="))
        #expect(uri.split(separator: "?").count == 2)
        #expect(uri.split(separator: "&").count == 5)
    }

    @Test func `the key to type is in groups of four`() {
        #expect(TOTP.manualKey(secret: Self.secret) == "GEZD GNBV GY3T QOJQ GEZD GNBV GY3T QOJQ")
    }
}

@Suite struct `Recovery codes` {
    private static let user = ID<User>("7f1e2d3c-0000-4000-8000-000000000003")
    private static let sealer: Result<Sealer, any Error> = Result { try Sealer(key: Array(repeating: 1, count: 32)) }

    @Test func `a set is ten different codes of eighty bits`() {
        let codes = RecoveryCodes.generate(from: (0..<100).map { UInt8($0) })
        #expect(codes.count == 10)
        #expect(Set(codes).count == 10)
        #expect(codes[0] == "AAAQ-EAYE-AUDA-OCAJ")
        #expect(codes.allSatisfy { RecoveryCodes.canonical($0) == $0.replacing("-", with: "") })
    }

    @Test(arguments: [
        "ABCD-EFGH-IJKL-MNOP", "abcd-efgh-ijkl-mnop", "ABCDEFGHIJKLMNOP", " abcd efgh ijkl mnop ",
        "AbCd--EfGh IjKlMnOp",
    ])
    func `case, spaces and hyphens do not matter`(typed: String) {
        #expect(RecoveryCodes.canonical(typed) == "ABCDEFGHIJKLMNOP")
    }

    @Test(arguments: [
        "", "ABCD-EFGH-IJKL-MNO", "ABCD-EFGH-IJKL-MNOPQ", "0BCD-EFGH-IJKL-MNOP", "1BCD-EFGH-IJKL-MNOP",
        "ABCD_EFGH_IJKL_MNOP", "ABCD-EFGH-IJKL-MNO=", "ＡBCD-EFGH-IJKL-MNOP", "ABCD-EFGH-IJKL-MNOP\n",
        "\u{212a}BCD-EFGH-IJKL-MNOP",
        String(repeating: "-", count: 1_000_000),
    ])
    func `anything else is no code`(typed: String) {
        #expect(RecoveryCodes.canonical(typed) == nil)
    }

    @Test func `the hash is keyed and bound to the user`() throws {
        let sealer = try Self.sealer.get()
        let hash = RecoveryCodes.hash("ABCDEFGHIJKLMNOP", user: Self.user, sealer: sealer)
        #expect(hash.count == 32)
        #expect(hash == RecoveryCodes.hash("ABCDEFGHIJKLMNOP", user: Self.user, sealer: sealer))
        #expect(hash != RecoveryCodes.hash("ABCDEFGHIJKLMNOQ", user: Self.user, sealer: sealer))
        let other = ID<User>("7f1e2d3c-0000-4000-8000-000000000004")
        #expect(hash != RecoveryCodes.hash("ABCDEFGHIJKLMNOP", user: other, sealer: sealer))
        let elsewhere = try Sealer(key: Array(repeating: 2, count: 32))
        #expect(hash != RecoveryCodes.hash("ABCDEFGHIJKLMNOP", user: Self.user, sealer: elsewhere))
    }
}
