import MartletPolicy
import Testing

@Suite struct `Address ranges` {
    @Test(arguments: [
        ("10.1.0.0/16", "10.1.255.255", "10.2.0.0"), ("10.1.2.3", "10.1.2.3", "10.1.2.4"),
        ("0.0.0.0/0", "192.0.2.1", "::1"), ("2001:db8::/33", "2001:db8:7fff::1", "2001:db8:8000::1"),
        ("::ffff:192.0.2.0/24", "192.0.2.9", "192.0.3.9"),
    ])
    func `a range holds what begins like it and nothing else`(range: String, inside: String, outside: String) throws {
        let range = try #require(AddressRange(parsing: range))
        let (within, beyond) = (
            try #require(NetworkAddress(parsing: inside)), try #require(NetworkAddress(parsing: outside))
        )
        #expect(range.contains(within))
        #expect(!range.contains(beyond))
        #expect(AddressRange(parsing: range.text) == range)
    }

    @Test(arguments: [
        "", "/", "10.0.0.0/", "10.0.0.0/33", "10.0.0.1/8", "10.0.0.0/08", "10.0.0.0/-1", "10.0.0.0/8/8", "::/129",
        "pier.example", "10.0.0/8",
    ])
    func `what is no range, or no clean one, is refused`(text: String) {
        #expect(AddressRange(parsing: text) == nil)
    }
}
