import MartletPolicy
import Testing

@Suite struct `Network reach` {
    @Test(arguments: [
        "1.1.1.1", "9.255.255.255", "11.0.0.0", "100.63.255.255", "100.128.0.0", "126.255.255.255", "128.0.0.0",
        "169.253.255.255", "169.255.0.0", "172.15.255.255", "172.32.0.0", "192.0.1.0", "192.167.255.255",
        "192.169.0.0", "198.17.255.255", "198.20.0.0", "223.255.255.255", "168.63.129.15", "2606:4700::1111",
        "2001:200::1", "2a00::1", "3ffe::1", "::ffff:1.1.1.1", "64:ff9b::1.1.1.1",
    ])
    func `addresses of the internet are everybody's`(text: String) throws {
        #expect(try #require(NetworkAddress(parsing: text)).reach == .everybody)
    }

    @Test(arguments: [
        ("127.0.0.1", NetworkReach.loopback), ("127.255.255.254", .loopback), ("::1", .loopback),
        ("::ffff:127.0.0.1", .loopback), ("64:ff9b::127.0.0.1", .loopback),
        ("10.0.0.1", .privateNetwork), ("10.255.255.255", .privateNetwork), ("172.16.0.1", .privateNetwork),
        ("172.31.255.255", .privateNetwork), ("192.168.1.1", .privateNetwork), ("100.64.0.1", .privateNetwork),
        ("100.127.255.255", .privateNetwork), ("fc00::1", .privateNetwork), ("fdff::1", .privateNetwork),
        ("::ffff:10.0.0.1", .privateNetwork), ("64:ff9b::192.168.1.1", .privateNetwork),
        ("169.254.0.1", .link), ("fe80::1", .link), ("febf::1", .link), ("::ffff:169.254.1.1", .link),
        ("169.254.169.254", .metadata), ("169.254.170.2", .metadata), ("168.63.129.16", .metadata),
        ("100.100.100.200", .metadata), ("192.0.0.192", .metadata), ("fd00:ec2::254", .metadata),
        ("fd20:ce::254", .metadata), ("::ffff:169.254.169.254", .metadata), ("64:ff9b::169.254.169.254", .metadata),
        ("224.0.0.1", .many), ("239.255.255.255", .many), ("255.255.255.255", .many), ("ff02::1", .many),
        ("0.0.0.0", .nobody), ("0.1.2.3", .nobody), ("::", .nobody), ("192.0.2.1", .nobody),
        ("198.51.100.7", .nobody), ("203.0.113.7", .nobody), ("198.18.0.1", .nobody), ("198.19.255.255", .nobody),
        ("192.0.0.1", .nobody), ("192.88.99.1", .nobody), ("240.0.0.1", .nobody), ("255.255.255.254", .nobody),
        ("::127.0.0.1", .nobody), ("2001::1", .nobody), ("2001:10::1", .nobody), ("2001:db8::1", .nobody),
        ("2002:7f00:1::1", .nobody), ("2002:a00:1::1", .nobody), ("2002:101:101::1", .nobody), ("3fff::1", .nobody),
        ("64:ff9b:1::10.0.0.1", .nobody), ("100::1", .nobody), ("4000::1", .nobody), ("fec0::1", .nobody),
    ])
    func `an address that is not the internet's says whose it is (A256)`(text: String, reach: NetworkReach) throws {
        #expect(try #require(NetworkAddress(parsing: text)).reach == reach)
    }

    @Test func `an IPv4 address in the sixteen bytes of a socket is judged as what it is`() {
        let head: [UInt8] = [0, 0, 0, 0, 0, 0, 0, 0, 0, 0, 0xff, 0xff]
        #expect(NetworkAddress.six(head + [127, 0, 0, 1]).reach == .loopback)
        #expect(NetworkAddress.six(head + [1, 1, 1, 1]).reach == .everybody)
    }

    @Test(arguments: ["192.0.2.1", "2001:db8:0:0:0:0:0:1", "0:0:0:0:0:0:0:0"])
    func `an address is written as it is read`(text: String) throws {
        #expect(try #require(NetworkAddress(parsing: text)).text == text)
    }
}
