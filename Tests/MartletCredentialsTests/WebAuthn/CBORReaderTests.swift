import MartletCredentials
import MartletTesting
import Testing

/// A069: what an authenticator never writes is refused at once, however large it says it is.
@Suite struct `CBOR of authenticators` {
    @Test func `what CTAP2 calls canonical is read`() throws {
        let map = TestCBOR.map([
            (TestCBOR.integer(1), TestCBOR.integer(-7)), (TestCBOR.integer(300), TestCBOR.array([TestCBOR.bytes([9])])),
            (TestCBOR.integer(-1), TestCBOR.text("é")), (TestCBOR.text("a"), [0xf5]), (TestCBOR.text("bb"), [0xf6]),
        ])
        guard case .map(let read) = try CBORReader.value(map) else {
            Issue.record("it is a map")
            return
        }
        #expect(read.integer(1) == -7 && read[300] == .array([.bytes([9])]) && read[-1] == .text("é"))
        #expect(read["a"] == .bool(true) && read["bb"] == .null && read["c"] == nil)
        #expect(try CBORReader.value([0x1b, 0x7f] + [UInt8](repeating: 0xff, count: 7)) == .integer(.max))
        #expect(try CBORReader.value([0x3b, 0x7f] + [UInt8](repeating: 0xff, count: 7)) == .integer(.min))
    }

    @Test(
        arguments: [
            [], [0x18], [0x18, 0x17], [0x19, 0x00, 0xff], [0x1a, 0, 0, 0xff, 0xff],
            [0x1b, 0, 0, 0, 0, 0xff, 0xff, 0xff, 0xff],
            // Beyond 63 bits, a reserved length, an indefinite one in each kind.
            [0x1b, 0x80, 0, 0, 0, 0, 0, 0, 0], [0x1c], [0x5f, 0x41, 1, 0xff], [0x7f, 0xff], [0x9f, 0xff], [0xbf, 0xff],
            // Lengths that are not there, up to 4 GB and more.
            [0x42, 1], [0x5a, 0xff, 0xff, 0xff, 0xff], [0x5b, 0x7f, 0xff, 0xff, 0xff, 0xff, 0xff, 0xff, 0xff],
            [0x9a, 0xff, 0xff, 0xff, 0xff], [0xba, 0xff, 0xff, 0xff, 0xff],
            [0xbb, 0x7f, 0xff, 0xff, 0xff, 0xff, 0xff, 0xff, 0xff],
            // Tags, floats (NaN among them), undefined, simple values in two bytes, a break.
            [0xc0, 0x00], [0xf9, 0x7e, 0x00], [0xfa, 0x7f, 0xc0, 0, 0], [0xfb, 0, 0, 0, 0, 0, 0, 0, 0], [0xf7],
            [0xf8, 0x15],
            [0xff],
            // Broken UTF-8, something behind the end.
            [0x62, 0xc3, 0x28], [0x00, 0x00],
            // A key twice, keys out of order, keys of other kinds.
            [0xa2, 0x01, 0x00, 0x01, 0x00], [0xa2, 0x02, 0x00, 0x01, 0x00], [0xa2, 0x20, 0x00, 0x01, 0x00],
            [0xa2, 0x62, 0x61, 0x61, 0x00, 0x61, 0x62, 0x00], [0xa1, 0x41, 0x01, 0x00], [0xa1, 0x80, 0x00],
            [0xa1, 0xf5, 0x00],
            [0xa1, 0x01],
        ] as [[UInt8]])
    func `what it does not allow is refused`(bytes: [UInt8]) {
        #expect(throws: CBORReader.Refused()) { _ = try CBORReader.value(bytes) }
    }

    @Test func `nesting and number of values are bounded`() throws {
        let deep = { (depth: Int) in [UInt8](repeating: 0x81, count: depth) + [0x00] }
        #expect(throws: Never.self) { _ = try CBORReader.value(deep(CBORReader.deepest)) }
        for depth in [CBORReader.deepest + 1, 10_000, 1_000_000] {
            #expect(throws: CBORReader.Refused()) { _ = try CBORReader.value(deep(depth)) }
        }
        let many = { (count: Int) in TestCBOR.head(4, count) + [UInt8](repeating: 0, count: count) }
        #expect(throws: Never.self) { _ = try CBORReader.value(many(CBORReader.mostValues - 1)) }
        #expect(throws: CBORReader.Refused()) { _ = try CBORReader.value(many(CBORReader.mostValues)) }
    }

    /// What wraps the data of an authenticator comes from browsers, and not all keep the keys in order.
    @Test func `the order of keys can be left open, and a key stands once all the same`() {
        let unordered: [UInt8] = [0xa2, 0x02, 0x00, 0x01, 0x00]
        #expect(throws: Never.self) { _ = try CBORReader.value(unordered, order: .any) }
        #expect(throws: CBORReader.Refused()) {
            _ = try CBORReader.value([0xa3, 0x02, 0x00, 0x01, 0x00, 0x02, 0x00], order: .any)
        }
    }
}
