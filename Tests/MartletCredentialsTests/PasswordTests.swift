import MartletCredentials
import Testing

@Suite struct `Normalised passwords` {
    @Test func `A082: what looks the same is the same, however it was typed`() throws {
        #expect(try #require(NormalizedPassword("caf\u{e9}")) == #require(NormalizedPassword("cafe\u{301}")))
        #expect(try #require(NormalizedPassword("ｐａｓｓ１")) == #require(NormalizedPassword("pass1")))
        #expect(try #require(NormalizedPassword("パス")) == #require(NormalizedPassword("ﾊﾟｽ")))
    }

    @Test(arguments: ["nul\u{0}inside", " leading", "trailing ", "newline\n", "two  spaces", "🔑🔑🔑", "Case"])
    func `A082: nothing is trimmed, folded or cut off`(text: String) throws {
        #expect(try #require(NormalizedPassword(text)).bytes == Array(text.utf8))
    }

    @Test func `A082: 256 code points are taken whole and 257 are not`() throws {
        #expect(try #require(NormalizedPassword(String(repeating: "x", count: 256))).bytes.count == 256)
        #expect(try #require(NormalizedPassword(String(repeating: "🔑", count: 256))).bytes.count == 1024)
        // Three code points as typed, one as normalised.
        let hangul = String(repeating: "\u{1112}\u{1161}\u{11ab}", count: 256)
        #expect(try #require(NormalizedPassword(hangul)).bytes.count == 768)
        #expect(NormalizedPassword(String(repeating: "x", count: 257)) == nil)
        #expect(NormalizedPassword(String(repeating: "x", count: 1025)) == nil)
        #expect(NormalizedPassword(String(repeating: "x", count: 1_000_000)) == nil)
        #expect(NormalizedPassword("") == nil)
    }

    @Test func `a password that grows by normalising is measured as it is hashed`() {
        // One ligature of eighteen code points.
        #expect(NormalizedPassword(String(repeating: "\u{fdfa}", count: 14)) != nil)
        #expect(NormalizedPassword(String(repeating: "\u{fdfa}", count: 15)) == nil)
    }

    @Test func `it is never printed`() throws {
        let password = try #require(NormalizedPassword("correct horse"))
        var dumped = ""
        dump(password, to: &dumped)
        for text in ["\(password)", String(reflecting: password), String(describing: [password]), dumped] {
            #expect(!text.contains("correct"))
            #expect(!text.contains("99"))
        }
    }
}

@Suite struct `Password hashes` {
    private static let salt = (0..<16).map { UInt8($0) }
    private static let cheap = PasswordHasher.Parameters(memoryKiB: 8, passes: 1)

    // Made by the reference implementation (libargon2) with the salt 00…0f.
    static let reference: [(password: String, memoryKiB: Int, passes: Int, phc: String)] = [
        (
            "correct horse battery staple", 19_456, 2,
            "$argon2id$v=19$m=19456,t=2,p=1$AAECAwQFBgcICQoLDA0ODw$gYJZtjEAJqjg26xdLmknq8/bB7MiWPrE9hsYuA+SkIU"
        ),
        (
            "パスワード🔑", 64, 3,
            "$argon2id$v=19$m=64,t=3,p=1$AAECAwQFBgcICQoLDA0ODw$Sh6dO+I83dGBA55C+k5PNWM7h1ZX1x2CfcRCRvjfepw"
        ),
        (
            "nul\u{0}inside", 8, 1,
            "$argon2id$v=19$m=8,t=1,p=1$AAECAwQFBgcICQoLDA0ODw$CR7ghgxsd6AXQpZ6GRvV40QflAUh/T2yAkMI9q7Hxs0"
        ),
    ]

    @Test(arguments: reference)
    func `they are those of the reference implementation`(
        password: String, memoryKiB: Int, passes: Int, phc: String
    ) throws {
        let password = try #require(NormalizedPassword(password))
        let parameters = PasswordHasher.Parameters(memoryKiB: memoryKiB, passes: passes)
        #expect(try PasswordHasher.hash(password, salt: Self.salt, parameters: parameters) == phc)
        #expect(try PasswordHasher.verify(password, against: phc))
    }

    @Test func `a string made by crypto_pwhash_str is understood`() throws {
        let phc =
            "$argon2id$v=19$m=19456,t=2,p=1$mZlqcX7wKuzj+5LJyQy3Yw$dnirSifG9+M6WVNb/9olWrZLbg/4GnaUrJBveyb9Mlk"
        #expect(
            try PasswordHasher.verify(try #require(NormalizedPassword("correct horse battery staple")), against: phc))
        #expect(
            !(try PasswordHasher.verify(try #require(NormalizedPassword("correct horse battery stapl")), against: phc)))
    }

    @Test func `N-H01: new hashes cost 19 MiB and two passes`() throws {
        let phc = try PasswordHasher.hash(try #require(NormalizedPassword("x")), salt: Self.salt)
        #expect(phc.hasPrefix("$argon2id$v=19$m=19456,t=2,p=1$"))
        #expect(!PasswordHasher.needsRehash(phc))
    }

    @Test func `A082: passwords that differ only behind a NUL or at the end are different`() throws {
        let phc = try PasswordHasher.hash(
            try #require(NormalizedPassword("nul\u{0}inside")), salt: Self.salt, parameters: Self.cheap)
        for wrong in ["nul", "nul\u{0}", "nul\u{0}inside ", "nul\u{0}inside\n", "nul\u{0}insidE"] {
            #expect(!(try PasswordHasher.verify(try #require(NormalizedPassword(wrong)), against: phc)))
        }
        let long = String(repeating: "a", count: 255)
        let longHash = try PasswordHasher.hash(
            try #require(NormalizedPassword(long + "b")), salt: Self.salt, parameters: Self.cheap)
        #expect(!(try PasswordHasher.verify(try #require(NormalizedPassword(long + "c")), against: longHash)))
    }

    @Test(arguments: [
        ("m=19456,t=2,p=1", false), ("m=65536,t=3,p=1", false), ("m=19455,t=2,p=1", true), ("m=19456,t=1,p=1", true),
        ("m=8,t=10,p=1", true), ("m=19456,t=2,p=4", true),
    ])
    func `N-H06: a hash below the current cost is to be renewed`(cost: String, isWeak: Bool) {
        let phc = "$argon2id$v=19$\(cost)$AAECAwQFBgcICQoLDA0ODw$gYJZtjEAJqjg26xdLmknq8/bB7MiWPrE9hsYuA+SkIU"
        #expect(PasswordHasher.needsRehash(phc) == isWeak)
    }

    @Test(arguments: [
        "", "$", "$argon2id$", "plain text",
        // Another function, another version, a part missing or too many.
        "$argon2i$v=19$m=8,t=1,p=1$SALT$HASH", "$argon2id$v=16$m=8,t=1,p=1$SALT$HASH",
        "$argon2id$m=8,t=1,p=1$SALT$HASH", "$argon2id$v=19$m=8,t=1,p=1$SALT", "$argon2id$v=19$m=8,t=1,p=1$SALT$HASH$",
        "x$argon2id$v=19$m=8,t=1,p=1$SALT$HASH",
        // Costs that would stop the machine, overflow, or are spelt another way.
        "$argon2id$v=19$m=1048577,t=1,p=1$SALT$HASH", "$argon2id$v=19$m=4294967304,t=1,p=1$SALT$HASH",
        "$argon2id$v=19$m=8,t=11,p=1$SALT$HASH", "$argon2id$v=19$m=8,t=1,p=2$SALT$HASH",
        "$argon2id$v=19$m=7,t=1,p=1$SALT$HASH", "$argon2id$v=19$m=8,t=0,p=1$SALT$HASH",
        "$argon2id$v=19$m=08,t=1,p=1$SALT$HASH", "$argon2id$v=19$m=+8,t=1,p=1$SALT$HASH",
        "$argon2id$v=19$t=1,m=8,p=1$SALT$HASH", "$argon2id$v=19$m=8,t=1,p=1,keyid=AA$SALT$HASH",
        "$argon2id$v=19$m=8, t=1,p=1$SALT$HASH", "$argon2id$v=19$m=8,t=1,p=1$SALT$HASH\n",
        // A salt or a hash of another length or spelling.
        "$argon2id$v=19$m=8,t=1,p=1$AAECAwQFBgcICQoLDA0O$HASH", "$argon2id$v=19$m=8,t=1,p=1$SALT==$HASH",
        "$argon2id$v=19$m=8,t=1,p=1$SALT$HASH=", "$argon2id$v=19$m=8,t=1,p=1$SALT$", "$argon2id$v=19$m=8,t=1,p=1$$HASH",
    ])
    func `a string that is not one of ours matches nothing`(template: String) throws {
        let phc = template.replacing("SALT", with: "AAECAwQFBgcICQoLDA0ODw")
            .replacing("HASH", with: "CR7ghgxsd6AXQpZ6GRvV40QflAUh/T2yAkMI9q7Hxs0")
        #expect(!(try PasswordHasher.verify(try #require(NormalizedPassword("nul\u{0}inside")), against: phc)))
        #expect(PasswordHasher.needsRehash(phc))
    }

    @Test func `A090: the hash of nobody costs as much as a real one and matches nothing`() throws {
        #expect(PasswordHasher.dummyHash.hasPrefix("$argon2id$v=19$m=19456,t=2,p=1$"))
        #expect(!PasswordHasher.needsRehash(PasswordHasher.dummyHash))
        for guess in ["", "nobody", "martlet's nobody", "password"].compactMap(NormalizedPassword.init) {
            #expect(!(try PasswordHasher.verify(guess, against: PasswordHasher.dummyHash)))
        }
    }
}

@Suite struct `Generated passwords` {
    @Test func `80 random bits are five pronounceable groups`() {
        #expect(GeneratedPassword.spelling(Array(repeating: 0, count: 10)) == "babab-babab-babab-babab-babab")
        #expect(GeneratedPassword.spelling(Array(repeating: 255, count: 10)) == "zuzuz-zuzuz-zuzuz-zuzuz-zuzuz")
        #expect(GeneratedPassword.spelling(Array(repeating: 255, count: 16)).count == 47)
    }

    @Test func `no bit is lost: every pair of bytes has a spelling of its own`() {
        var groups: Set<String> = []
        for bits in 0..<65_536 {
            let pair = [UInt8(bits >> 8), UInt8(bits & 255)]
            groups.insert(String(GeneratedPassword.spelling(pair + pair + pair + pair + pair).prefix(5)))
        }
        #expect(groups.count == 65_536)
    }
}
