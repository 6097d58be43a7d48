import MartletPolicy
import Testing

@Suite struct `Outgoing rules` {
    private func refusal(of text: String, exceptions: [String] = []) throws -> OutgoingRefusal? {
        let parsed = try exceptions.map { try #require(OutgoingRules.Exception($0)) }
        do throws(OutgoingRefusal) {
            try OutgoingRules(exceptions: Set(parsed)).check(try OutgoingURL(text))
            return nil
        } catch {
            return error
        }
    }

    @Test(arguments: [
        "https://app.example/keys", "https://APP.example", "https://app.example:443/", "https://app.example:8443/a?b=c",
        "https://1.1.1.1/", "https://[2606:4700::1111]:8443/x", "HTTPS://app.example/",
    ])
    func `https on a port of web servers may be fetched`(text: String) throws {
        #expect(try refusal(of: text) == nil)
    }

    @Test(arguments: [
        "http://app.example/", "http://1.1.1.1/", "file:///etc/passwd", "gopher://app.example/", "ftp://app.example/",
        "unix:///run/socket", "http+unix://%2Frun%2Fsocket/", "https+unix://x/", "data:text/plain,x", "jar:https://x/",
    ])
    func `any scheme but https is refused (A256)`(text: String) throws {
        #expect(try refusal(of: text) == .scheme)
    }

    @Test(arguments: [
        22, 25, 80, 389, 636, 1080, 2375, 3306, 3389, 5432, 6379, 6443, 9200, 10250, 11211, 27017,
    ])
    func `a port on which something else listens is refused (A256)`(port: Int) throws {
        #expect(try refusal(of: "https://app.example:\(port)/") == .port)
    }

    @Test(arguments: [
        "https://127.0.0.1/", "https://10.1.2.3/", "https://169.254.169.254/latest/meta-data/", "https://[::1]/",
        "https://[fd00:ec2::254]/", "https://[64:ff9b::10.0.0.1]/", "https://0.0.0.0/",
    ])
    func `a forbidden address in place of a name is refused (A256)`(text: String) throws {
        guard case .address = try refusal(of: text) else {
            Issue.record("\(text) was not refused for its address")
            return
        }
    }

    @Test(arguments: [
        "", "app.example", "//app.example/", "https:app.example", "https:///x", "https://user@app.example/",
        "https://user:secret@app.example/", "https://app.example@127.0.0.1/", "https://2130706433/",
        "https://0177.0.0.1/", "https://127.1/", "https://0x7f000001/", "https://0x7f.0.0.1/", "https://app.0x7f/",
        "https://127.0.0.1.:443/", "https://app.example:0443/", "https://app.example:/", "https://app.example:65536/",
        "https://app.example:0/", "https://app.example/#x", "https://app.example/../x", "https://app.example/%2e%2e/x",
        "https://app.example/%2fx", "https://app.example\\@127.0.0.1/", "https://app.example /",
        "https://app..example/",
        "https://app.example/\r\nHost: x", "https://\u{ff11}27.0.0.1/", "https://[::1%25eth0]/",
        "https://[::ffff:127.0.0.1]/", "https://[::1",
        "https://app.example/" + String(repeating: "a", count: 2048),
    ])
    func `what two readers could understand differently is refused (A142, A259)`(text: String) throws {
        #expect(try refusal(of: text) == .malformed)
    }

    @Test func `a URL has one spelling`() throws {
        let url = try OutgoingURL("HTTPS://App.Example?x=1")
        #expect(url.text == "https://app.example:443/?x=1")
        #expect(try OutgoingURL("https://[2606:4700::1111]/a").text == "https://[2606:4700::1111]:443/a")
    }

    @Test func `an exception opens its host alone, and its port alone where it names one`() throws {
        #expect(try refusal(of: "http://intra.example/", exceptions: ["intra.example"]) == nil)
        #expect(try refusal(of: "http://intra.example:5432/", exceptions: ["intra.example"]) == .port)
        #expect(try refusal(of: "http://intra.example:5432/", exceptions: ["intra.example:5432"]) == nil)
        #expect(try refusal(of: "http://intra.example:8080/", exceptions: ["intra.example:5432"]) == .scheme)
        #expect(try refusal(of: "https://127.0.0.1:8443/", exceptions: ["127.0.0.1"]) == nil)
        #expect(try refusal(of: "https://[::1]:8443/", exceptions: ["[::1]:8443"]) == nil)
        #expect(try refusal(of: "http://other.example/", exceptions: ["intra.example"]) == .scheme)
        #expect(try refusal(of: "http://intra.example.evil.example/", exceptions: ["intra.example"]) == .scheme)
    }

    @Test(arguments: ["", "https://intra.example", "intra.example:", "intra.example:0", "user@intra.example", "a b"])
    func `what is no host is no exception`(text: String) {
        #expect(OutgoingRules.Exception(text) == nil)
    }

    @Test func `one forbidden address of several refuses all (DNS rebinding, A256)`() throws {
        let url = try OutgoingURL("https://app.example/")
        let good = try #require(NetworkAddress(parsing: "1.1.1.1"))
        let bad = try #require(NetworkAddress(parsing: "10.0.0.1"))
        let rules = OutgoingRules()
        try rules.check([good], of: url)
        #expect(throws: OutgoingRefusal.address(.privateNetwork)) { try rules.check([good, bad], of: url) }
        #expect(throws: OutgoingRefusal.unresolved) { try rules.check([], of: url) }
    }

    @Test(arguments: ["169.254.169.254", "169.254.1.1", "224.0.0.1", "0.0.0.0", "fe80::1"])
    func `a host of the operator's still has no metadata service behind it`(text: String) throws {
        let rules = OutgoingRules(exceptions: [try #require(OutgoingRules.Exception("intra.example"))])
        let url = try OutgoingURL("https://intra.example/")
        try rules.check([try #require(NetworkAddress(parsing: "10.0.0.1"))], of: url)
        let address = try #require(NetworkAddress(parsing: text))
        #expect(throws: OutgoingRefusal.address(address.reach)) { try rules.check([address], of: url) }
    }
}
