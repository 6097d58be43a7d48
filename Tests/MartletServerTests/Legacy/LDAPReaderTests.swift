import NIOCore
import SwiftASN1
import Testing

@testable import MartletServer

@Suite struct `Readers of LDAP and the memory of RADIUS` {
    @Test func `a bind as clients write it is read`() throws {
        // 30 0c 02 01 01 60 07 02 01 03 04 00 80 00: an anonymous bind.
        let request = try LDAPRequest([
            0x30, 0x0c, 0x02, 0x01, 0x01, 0x60, 0x07, 0x02, 0x01, 0x03, 0x04, 0x00, 0x80, 0x00,
        ])
        #expect(request.id == 1 && request.operation == .bind(version: 3, name: "", password: []))
        // Lengths may be written longer than they need be (X.690 section 8.1.3.5).
        let long = try LDAPRequest([
            0x30, 0x84, 0, 0, 0, 0x0c, 0x02, 0x01, 0x01, 0x60, 0x07, 0x02, 0x01, 0x03, 0x04, 0x00, 0x80, 0x00,
        ])
        #expect(long == request)
        let unbind = try LDAPRequest([0x30, 0x05, 0x02, 0x01, 0x03, 0x42, 0x00])
        #expect(unbind.operation == .unbind)
    }

    @Test(
        arguments: [
            [], [0x30], [0x30, 0x00], [0x30, 0x80, 0x02, 0x01, 0x01, 0x42, 0x00, 0x00, 0x00],
            // A number that is negative, one of nought, one too long.
            [0x30, 0x05, 0x02, 0x01, 0xff, 0x42, 0x00], [0x30, 0x05, 0x02, 0x01, 0x00, 0x42, 0x00],
            [0x30, 0x09, 0x02, 0x05, 0x7f, 0xff, 0xff, 0xff, 0xff, 0x42, 0x00],
            // A string in pieces; something behind the message; an operation that nobody knows.
            [0x30, 0x0e, 0x02, 0x01, 0x01, 0x60, 0x09, 0x02, 0x01, 0x03, 0x24, 0x02, 0x04, 0x00, 0x80, 0x00],
            [0x30, 0x05, 0x02, 0x01, 0x03, 0x42, 0x00, 0x00], [0x30, 0x05, 0x02, 0x01, 0x03, 0x5e, 0x00],
            // A name that is not UTF-8.
            [0x30, 0x0d, 0x02, 0x01, 0x01, 0x60, 0x08, 0x02, 0x01, 0x03, 0x04, 0x01, 0xff, 0x80, 0x00],
        ] as [[UInt8]])
    func `what is no message is refused`(bytes: [UInt8]) {
        #expect(throws: LDAPMalformed.self) { try LDAPRequest(bytes) }
    }

    @Test func `filters are limited in depth and in size`() throws {
        func deep(_ depth: Int) -> LDAPDesk.Filter {
            depth == 1 ? .present("cn") : .not(deep(depth - 1))
        }
        _ = try LDAPRequest(LDAPDesk.search("", filter: deep(LDAPFilter.greatestDepth)))
        for filter in [
            deep(LDAPFilter.greatestDepth + 1), deep(45),
            .and(Array(repeating: .present("cn"), count: LDAPFilter.greatestSize)),
        ] {
            #expect(throws: LDAPMalformed.self) { try LDAPRequest(LDAPDesk.search("", filter: filter)) }
        }
    }

    @Test func `messages are cut from what arrives, and a long one is refused when its length is told`() throws {
        var frames = LDAPFrames(limit: 64)
        let unbind: [UInt8] = [0x30, 0x05, 0x02, 0x01, 0x03, 0x42, 0x00]
        for byte in unbind.dropLast() {
            frames.append([byte])
            #expect(try frames.next() == nil)
        }
        frames.append([0x00] + unbind + [0x30])
        #expect(try frames.next() == unbind)
        #expect(try frames.next() == unbind)
        #expect(try frames.next() == nil && !frames.isEmpty)
        for beginning in [[0x30, 0x3f], [0x30, 0x84, 0x7f, 0xff, 0xff, 0xff], [0x30, 0x80], [0x16, 0x03]] as [[UInt8]] {
            var frames = LDAPFrames(limit: 64)
            frames.append(beginning)
            #expect(throws: LDAPMalformed.self) { try frames.next() }
        }
    }

    @Test(arguments: [
        ("UID=mia,OU=People", "uid=mia,ou=People"), (#"cn=Crew\, night"#, #"cn=Crew\, night"#),
        (#"cn=\43rew\2c night"#, #"cn=Crew\, night"#), ("cn = a b , dc = x", "cn=a b,dc=x"), ("", ""),
        (#"cn=\20a\20"#, #"cn=\ a\ "#), (##"cn=\#a"##, ##"cn=\#a"##), (#"cn=a\00"#, #"cn=a\00"#),
    ])
    func `names of entries are read and written (RFC 4514)`(text: String, written: String) throws {
        let name = try #require(EntryName(text))
        #expect(name.text == written)
        #expect(EntryName(name.text) == name)
    }

    @Test(arguments: [
        "a", "=", "cn=", "cn=a,", ",cn=a", "cn=a+sn=b", "cn=#04", #"cn=a\"#, #"cn=\zz"#, "cn=a;b", "c n=a",
    ])
    func `what is no name of an entry is refused`(text: String) {
        #expect(EntryName(text) == nil)
    }

    @Test func `a packet that is sent again gets the same answer, and a flood is shed`() {
        var exchange = RADIUSExchange()
        let start = NIODeadline.uptimeNanoseconds(1_000_000_000)
        func key(_ number: Int) -> RADIUSExchange.Key { .init(source: "192.0.2.7 1645", datagram: [UInt8(number)]) }
        #expect(exchange.take(key(0), at: start) == .work)
        #expect(exchange.take(key(0), at: start) == .drop(isFull: false))
        exchange.settle(key(0), answer: [3], at: start)
        #expect(exchange.take(key(0), at: start + .seconds(5)) == .repeated([3]))
        // From another port it is another request.
        #expect(exchange.take(.init(source: "192.0.2.7 1646", datagram: [0]), at: start) == .work)
        #expect(exchange.take(key(0), at: start + RADIUSExchange.memory) == .work)
        for number in 2..<RADIUSExchange.mostAtWork { #expect(exchange.take(key(number), at: start) == .work) }
        #expect(exchange.take(key(200), at: start) == .drop(isFull: true))
        exchange.settle(key(2), answer: nil, at: start)
        #expect(exchange.take(key(2), at: start) == .work)
    }
}
