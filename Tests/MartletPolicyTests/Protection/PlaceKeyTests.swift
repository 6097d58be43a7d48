import MartletPolicy
import Testing

@Suite struct `Place key` {
    @Test(arguments: [
        ("192.0.2.77", "192.0.2.0/24", "192.0.0.0/16"), ("::ffff:192.0.2.77", "192.0.2.0/24", "192.0.0.0/16"),
        ("2001:db8:1:2::3", "2001:db8:1::/48", "2001:db8::/32"), ("2001:DB8::", "2001:db8:0::/48", "2001:db8::/32"),
        ("64:ff9b::192.0.2.1", "64:ff9b:0::/48", "64:ff9b::/32"),
        ("127.0.0.1", "loopback", "loopback"), ("127.9.9.9", "loopback", "loopback"), ("::1", "loopback", "loopback"),
    ])
    func `an address gives its network and its place`(address: String, network: String, place: String) {
        #expect(PlaceKey.network(of: address) == network)
        #expect(PlaceKey.place(of: address, country: nil) == place)
    }

    @Test(arguments: [
        "", "localhost", "192.0.2", "192.0.2.1.1", "192.0.2.256", "192.0.2.01", "0x7f.0.0.1", " 192.0.2.1",
        "192.0.2.1:443", "[::1]", "fe80::1%eth0", "1:2:3:4:5:6:7:8:9", "1::2::3", ":::", "1:2:3:4:5:6:7", "12345::",
        "g::", "::1.2.3", "１９２.0.2.1", "1:2:3:4:5:6:7::8",
    ])
    func `what is no address in its one spelling is unknown`(text: String) {
        #expect(PlaceKey.network(of: text) == "unknown")
        #expect(PlaceKey.place(of: text, country: nil) == "unknown")
    }

    @Test func `a known country is the place`() {
        #expect(PlaceKey.place(of: "192.0.2.1", country: "jp") == "JP")
        #expect(PlaceKey.place(of: "192.0.2.1", country: "Japan") == "192.0.0.0/16")
        #expect(PlaceKey.place(of: "192.0.2.1", country: "") == "192.0.0.0/16")
    }
}
