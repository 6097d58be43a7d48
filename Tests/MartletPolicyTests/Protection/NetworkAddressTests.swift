import MartletPolicy
import Testing

@Suite struct `Network addresses` {
    @Test(arguments: [
        ("203.0.113.7", [203, 0, 113, 7]), ("0.0.0.0", [0, 0, 0, 0]), ("::ffff:203.0.113.7", [203, 0, 113, 7]),
        ("::ffff:cb00:7107", [203, 0, 113, 7]),
    ])
    func `four numbers are an address, in the clothes of IPv6 too`(text: String, bytes: [UInt8]) {
        #expect(NetworkAddress(parsing: text) == .four(bytes))
    }

    @Test(arguments: [
        ("::", [UInt8](repeating: 0, count: 16)), ("::1", [UInt8](repeating: 0, count: 15) + [1]),
        ("1:2:3:4:5:6:7:8", [0, 1, 0, 2, 0, 3, 0, 4, 0, 5, 0, 6, 0, 7, 0, 8]),
        ("1:2:3:4:5:6:1.2.3.4", [0, 1, 0, 2, 0, 3, 0, 4, 0, 5, 0, 6, 1, 2, 3, 4]),
        ("1::1.2.3.4", [0, 1, 0, 0, 0, 0, 0, 0, 0, 0, 0, 0, 1, 2, 3, 4]),
    ])
    func `eight groups are one, with a gap and with four numbers at the end`(text: String, bytes: [UInt8]) {
        #expect(NetworkAddress(parsing: text) == .six(bytes))
    }

    @Test(arguments: [
        "", "1.2.3", "1.2.3.4.5", "01.2.3.4", "256.1.1.1", "1::2::3", ":::", "::::", "1:2:3:4:5:6:7",
        "1:2:3:4:5:6:7:8:9", "fe80::1%eth0", "[::1]", "1.2.3.4:80", "::12345", "dead",
        // Four numbers stand at the end of an address and nowhere else.
        "0.0.1.1::f:223.0.1.7", "1.2.3.4::", "1.2.3.4::1", "1.2.3.4:5:6:7:8:9:a",
    ])
    func `anything else is none`(text: String) {
        #expect(NetworkAddress(parsing: text) == nil)
    }
}
