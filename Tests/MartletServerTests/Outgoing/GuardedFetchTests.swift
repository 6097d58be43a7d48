import Foundation
import MartletActions
import MartletPolicy
import MartletServer
import NIOCore
import Synchronization
import Testing

@Suite struct `Guarded fetch` {
    /// A name that the operator allowed on one port, and that leads to this machine.
    private func fetch(
        from listener: OutgoingListener, deadline: TimeAmount? = nil, addresses: [String] = ["127.0.0.1"]
    ) throws -> (fetch: GuardedFetch, url: String) {
        let exception = try #require(OutgoingRules.Exception("app.test:\(listener.port)"))
        // Where the time is not what is looked at, a busy machine has ten minutes.
        let fetch = GuardedFetch(
            rules: OutgoingRules(exceptions: [exception]), deadline: deadline ?? .minutes(10), connecting: .minutes(10)
        ) { _, _ in
            addresses.compactMap { NetworkAddress(parsing: $0) }
        }
        return (fetch, "http://app.test:\(listener.port)/document?x=1")
    }

    private func refusal(_ answer: String, ending: OutgoingListener.Ending = .closed) async throws -> OutgoingRefusal? {
        let listener = try await OutgoingListener(answer, ending: ending)
        let (fetch, url) = try fetch(from: listener, deadline: ending == .open ? .milliseconds(300) : nil)
        defer { #expect(listener.requests.count <= 1) }
        do throws(OutgoingRefusal) {
            _ = try await fetch.get(url, .json)
            return nil
        } catch {
            return error
        }
    }

    @Test func `a document comes from the address that was judged, asked for by its name`() async throws {
        let listener = try await OutgoingListener(OutgoingListener.ok("{\"a\":1}"))
        let (fetch, url) = try fetch(from: listener)
        #expect(try await fetch.get(url, .json) == Array("{\"a\":1}".utf8))
        let request = try #require(listener.requests.first).lowercased()
        #expect(request.hasPrefix("get /document?x=1 http/1.1\r\n"))
        #expect(request.contains("\r\nhost: app.test:\(listener.port)\r\n"))
        #expect(!request.contains("cookie") && !request.contains("authorization") && !request.contains("encoding"))
    }

    @Test func `A256 who may be fetched from gets no messages by that, and who may get messages is not fetched from`()
        async throws
    {
        let listener = try await OutgoingListener(OutgoingListener.ok("{}"))
        let exception = try #require(OutgoingRules.Exception("app.test:\(listener.port)"))
        let (open, closed) = (OutgoingRules(exceptions: [exception]), OutgoingRules())
        let url = "http://app.test:\(listener.port)/"
        let message = OutgoingMessage(headers: [("ttl", "60")], body: [1])
        func fetch(_ rules: OutgoingRules, _ messageRules: OutgoingRules) -> GuardedFetch {
            GuardedFetch(
                rules: rules, messageRules: messageRules, deadline: .minutes(10), connecting: .minutes(10)
            ) { _, _ in [NetworkAddress(parsing: "127.0.0.1")].compactMap { $0 } }
        }
        await #expect(throws: OutgoingRefusal.scheme) { try await fetch(open, closed).post(url, message) }
        await #expect(throws: OutgoingRefusal.scheme) { try await fetch(closed, open).get(url, .json) }
        await #expect(throws: OutgoingRefusal.scheme) { try await fetch(closed, open).post(url, form: "a=b") }
        #expect(listener.requests.isEmpty)
        #expect(try await fetch(closed, open).post(url, message) == 200)
    }

    @Test func `a name is looked up once (DNS rebinding, A256)`() async throws {
        let listener = try await OutgoingListener(OutgoingListener.ok("{}"))
        let lookups = Lookups(["127.0.0.1"], ["127.0.0.9"])
        let exception = try #require(OutgoingRules.Exception("app.test:\(listener.port)"))
        let fetch = GuardedFetch(
            rules: OutgoingRules(exceptions: [exception]), deadline: .minutes(10), connecting: .minutes(10)
        ) { _, _ in lookups.next() }
        #expect(try await fetch.get("http://app.test:\(listener.port)/", .json) == Array("{}".utf8))
        #expect(lookups.count == 1)
        #expect(listener.requests.count == 1)
    }

    @Test func `what a name led to before counts for nothing (DNS rebinding, A256)`() async throws {
        let listener = try await OutgoingListener(OutgoingListener.ok("{}"))
        let lookups = Lookups(["127.0.0.1"], ["169.254.169.254"])
        let exception = try #require(OutgoingRules.Exception("app.test:\(listener.port)"))
        let fetch = GuardedFetch(
            rules: OutgoingRules(exceptions: [exception]), deadline: .minutes(10), connecting: .minutes(10)
        ) { _, _ in lookups.next() }
        let url = "http://app.test:\(listener.port)/"
        try await fetch.check(url)
        await #expect(throws: OutgoingRefusal.address(.metadata)) { try await fetch.get(url, .json) }
        #expect(listener.requests.isEmpty)
    }

    @Test(arguments: [
        ["127.0.0.1"], ["1.1.1.1", "127.0.0.1"], ["10.0.0.1"], ["169.254.169.254"], ["::1"], ["::ffff:127.0.0.1"],
        ["fd00:ec2::254"], ["2606:4700::1111", "fe80::1"],
    ])
    func `a name that leads inside is refused before anything is sent (A256)`(addresses: [String]) async throws {
        let fetch = GuardedFetch(rules: OutgoingRules()) { _, _ in
            addresses.compactMap { NetworkAddress(parsing: $0) }
        }
        do throws(OutgoingRefusal) {
            _ = try await fetch.get("https://app.test/", .json)
            Issue.record("\(addresses) was not refused")
        } catch {
            guard case .address = error else {
                Issue.record("\(addresses) was refused for another reason: \(error)")
                return
            }
        }
    }

    @Test func `this machine by its name is refused, and by the resolver itself`() async {
        await #expect(throws: OutgoingRefusal.address(.loopback)) {
            try await GuardedFetch(rules: OutgoingRules()).get("https://localhost/", .json)
        }
    }

    @Test func `a name without an address is refused`() async {
        await #expect(throws: OutgoingRefusal.unresolved) {
            try await GuardedFetch(rules: OutgoingRules()) { _, _ in [] }.get("https://app.test/", .json)
        }
    }

    @Test(arguments: [301, 302, 303, 307, 308])
    func `a redirect is not followed (A257)`(status: Int) async throws {
        let target = try await OutgoingListener(OutgoingListener.ok("{}"))
        let answer = "HTTP/1.1 \(status) X\r\nLocation: http://127.0.0.1:\(target.port)/\r\nContent-Length: 0\r\n\r\n"
        #expect(try await refusal(answer) == .redirect)
        #expect(target.requests.isEmpty)
    }

    @Test(arguments: [
        ("HTTP/1.1 500 No\r\nContent-Length: 0\r\n\r\n", OutgoingRefusal.status(500)),
        ("HTTP/1.1 204 None\r\n\r\n", .status(204)),
        (OutgoingListener.ok("{}", type: "text/html"), .contentType),
        (OutgoingListener.ok("{}", type: "application/json", more: "Content-Encoding: gzip\r\n"), .contentType),
        (OutgoingListener.ok("{}", type: "image/svg+xml"), .contentType),
        ("HTTP/1.1 200 OK\r\nContent-Length: 2\r\n\r\n{}", .contentType),
        ("HTTP/1.1 200 OK\r\nContent-Type: application/json\r\nContent-Length: 1000000000\r\n\r\n{", .tooLarge),
        (OutgoingListener.ok(String(repeating: " ", count: 65_537)), .tooLarge),
        ("SSH-2.0-OpenSSH_9.2\r\n", .unreachable), ("", .unreachable),
        ("HTTP/1.1 200 OK\r\nContent-Type: application/json\r\nContent-Length: 9\r\n\r\n{", .unreachable),
    ])
    func `an answer that is not what was asked for is refused (A258)`(
        answer: String, refused: OutgoingRefusal
    )
        async throws
    {
        #expect(try await refusal(answer) == refused)
    }

    @Test func `a content type may have parameters`() async throws {
        #expect(try await refusal(OutgoingListener.ok("{}", type: "Application/JSON; charset=utf-8")) == nil)
    }

    @Test func `an answer that never ends in time is given up (A258)`() async throws {
        #expect(try await refusal("", ending: .open) == .tooSlow)
        #expect(try await refusal("HTTP/1.1 200 OK\r\nContent-Ty", ending: .open) == .tooSlow)
        let begun = "HTTP/1.1 200 OK\r\nContent-Type: application/json\r\nContent-Length: 9\r\n\r\n{"
        #expect(try await refusal(begun, ending: .open) == .tooSlow)
    }

    @Test func `an answer that never ends in length is given up (A258)`() async throws {
        let chunk = "HTTP/1.1 200 OK\r\nContent-Type: application/json\r\n\r\n" + String(repeating: " ", count: 9999)
        #expect(try await refusal(chunk, ending: .endless) == .tooLarge)
    }

    @Test func `where nobody listens, the next address of the name is asked`() async throws {
        let listener = try await OutgoingListener(OutgoingListener.ok("{}"))
        let (fetch, url) = try fetch(from: listener, addresses: ["127.0.0.9", "127.0.0.1"])
        #expect(try await fetch.get(url, .json) == Array("{}".utf8))
        try await listener.close()
        await #expect(throws: OutgoingRefusal.unreachable) { try await fetch.get(url, .json) }
    }

    @Test func `proxies of the environment are not used (A259)`() async throws {
        let proxy = try await OutgoingListener(OutgoingListener.ok("{\"proxy\":true}"))
        for name in ["http_proxy", "HTTP_PROXY", "all_proxy"] { setenv(name, "http://127.0.0.1:\(proxy.port)", 1) }
        defer { for name in ["http_proxy", "HTTP_PROXY", "all_proxy"] { unsetenv(name) } }
        #expect(try await refusal(OutgoingListener.ok("{}")) == nil)
        #expect(proxy.requests.isEmpty)
    }

    @Test(arguments: [200, 204, 302, 400, 500])
    func `a post tells the status of its answer and nothing else`(status: Int) async throws {
        let listener = try await OutgoingListener(
            "HTTP/1.1 \(status) X\r\nLocation: http://127.0.0.1/\r\nContent-Length: 0\r\n\r\n")
        let (fetch, url) = try fetch(from: listener)
        #expect(try await fetch.post(url, form: "logout_token=a.b.c") == status)
        let request = try #require(listener.requests.first)
        #expect(request.hasPrefix("POST /document?x=1 ") && request.hasSuffix("\r\n\r\nlogout_token=a.b.c"))
        #expect(request.lowercased().contains("\r\ncontent-type: application/x-www-form-urlencoded\r\n"))
    }
}

/// Answers of a name server that changes its mind.
private final class Lookups: Sendable {
    private let state: Mutex<(answers: [[String]], count: Int)>

    init(_ answers: [String]...) { state = Mutex((answers, 0)) }

    var count: Int { state.withLock { $0.count } }

    func next() -> [NetworkAddress] {
        state.withLock { state in
            state.count += 1
            return state.answers[min(state.count, state.answers.count) - 1].compactMap { NetworkAddress(parsing: $0) }
        }
    }
}
