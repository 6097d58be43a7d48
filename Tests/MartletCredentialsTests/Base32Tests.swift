import MartletCredentials
import Testing

@Suite struct `Base 32` {
    @Test(arguments: [
        ("", ""), ("f", "MY"), ("fo", "MZXQ"), ("foo", "MZXW6"), ("foob", "MZXW6YQ"), ("fooba", "MZXW6YTB"),
        ("foobar", "MZXW6YTBOI"),
    ])
    func `the vectors of RFC 4648 section 10 hold, without padding`(plain: String, encoded: String) {
        #expect(Base32.encode(plain.utf8) == encoded)
        #expect(Base32.decode(encoded) == Array(plain.utf8))
    }

    @Test(arguments: ["MY======", "my", "M", "MZX", "MZXW6Y", "MZ", "M1", "M Y", "MY\n", "ＭＹ"])
    func `another spelling is refused`(text: String) {
        #expect(Base32.decode(text) == nil)
    }
}
