import MartletCredentials
import Testing

/// RFC 8628 section 6.1: what a device shows and a person types.
@Suite struct `User codes` {
    @Test func `every letter is as likely as any other`() {
        var (seed, counts) = (UInt64(1), [UInt8: Int]())
        for _ in 0..<4000 {
            let code = UserCode { count in
                (0..<count).map { _ in
                    seed = seed &* 6_364_136_223_846_793_005 &+ 1_442_695_040_888_963_407
                    return UInt8(truncatingIfNeeded: seed >> 56)
                }
            }
            #expect(code.text.utf8.count == 9 && UserCode(typed: code.text) == code)
            for letter in code.text.utf8 where letter != UInt8(ascii: "-") { counts[letter, default: 0] += 1 }
        }
        #expect(counts.keys.sorted() == UserCode.alphabet)
        #expect(counts.values.allSatisfy { (1400...1800).contains($0) })
    }

    @Test(arguments: ["bcdfghjk", "BCDF-GHJK", " bcdf ghjk ", "ＢＣＤＦ－ＧＨＪＫ", "b-c-d-f-g-h-j-k", "BCDF‐GHJK"])
    func `it may be typed in many ways`(text: String) {
        #expect(UserCode(typed: text)?.text == "BCDF-GHJK")
    }

    @Test(arguments: [
        "", "BCDFGHJ", "BCDFGHJKL", "ABCDFGHJ", "BCDF-GH1K", "BCDFGHJK\u{0}", String(repeating: "-", count: 99),
    ])
    func `what cannot be one is none`(text: String) {
        #expect(UserCode(typed: text) == nil)
    }
}
