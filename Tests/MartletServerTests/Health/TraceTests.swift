import Foundation
import HTTPTypes
import HummingbirdTesting
import MartletActions
import MartletDirectory
import MartletTesting
import Testing

@testable import MartletServer

/// Traces of requests, as a collector gets them.
@Suite struct `Traces` {
    private struct Span: Decodable {
        struct Attribute: Decodable {
            struct Value: Decodable {
                var stringValue: String?
                var intValue: String?
            }
            var key: String
            var value: Value
        }
        var traceId: String
        var spanId: String
        var parentSpanId: String?
        var name: String
        var kind: Int
        var startTimeUnixNano: String
        var endTimeUnixNano: String
        var attributes: [Attribute]?
    }
    private struct Message: Decodable {
        struct Resource: Decodable { var scopeSpans: [Scope] }
        struct Scope: Decodable { var spans: [Span] }
        var resourceSpans: [Resource]
    }

    private static func spans(_ queue: TraceQueue) throws -> (spans: [Span], text: String) {
        let text = TraceMessage(traces: queue.take(1000)).text
        let message = try JSONDecoder().decode(Message.self, from: Data(text.utf8))
        return (message.resourceSpans.flatMap(\.scopeSpans).flatMap(\.spans), text)
    }

    @Test func `a sign-in is requests with the store, the hashing and the decision in them, and names nobody`()
        async throws
    {
        let house = try await TestHouse()
        let admin = try await house.setUp()
        let queue = TraceQueue(measures: house.tools.measures.traces)
        try await house.serve(traces: queue) { client in
            let browser = TestBrowser(client)
            _ = try await browser.signIn("/account?secret=in-the-query", as: admin, at: house.now)
        }
        let (spans, text) = try Self.spans(queue)
        let roots = spans.filter { $0.kind == 2 }
        #expect(roots.allSatisfy { $0.parentSpanId == nil })
        #expect(roots.contains { $0.name == "POST /signin/{flow}/{step}" })
        #expect(Set(spans.map(\.name)).isSuperset(of: ["store.read", "store.write", "hash", "decide"]))
        for span in spans where span.kind == 1 {
            let parent = spans.first { $0.spanId == span.parentSpanId && $0.traceId == span.traceId }
            #expect(parent != nil)
            #expect(Int(span.startTimeUnixNano) ?? 0 <= Int(span.endTimeUnixNano) ?? 0)
            if span.name == "decide" { #expect(parent?.name.hasPrefix("store.") == true) }
        }
        #expect(Set(spans.map { $0.traceId + $0.spanId }).count == spans.count)
        for secret in [admin.name, admin.password, "in-the-query", admin.id.rawValue, "127.0.0.1"] {
            #expect(!text.contains(secret))
        }
    }

    @Test func `a traceparent counts from a trusted proxy and from nobody else`() async throws {
        let trace = "0af7651916cd43dd8448eb211c80319c"
        let headers: HTTPFields = [.traceContext: "00-\(trace)-b7ad6b7169203331-01"]
        for (proxies, isBelieved) in [(Set([""]), true), (["192.0.2.1"], false)] {
            let house = try await TestHouse()
            let queue = TraceQueue(measures: house.tools.measures.traces)
            try await house.serve(trusting: proxies, traces: queue) { client in
                _ = try await client.execute(uri: "/healthz", method: .get, headers: headers)
            }
            let root = try #require(try Self.spans(queue).spans.first)
            #expect((root.traceId == trace) == isBelieved)
            #expect((root.parentSpanId == "b7ad6b7169203331") == isBelieved)
        }
    }

    @Test func `a traceparent of another form is none`() {
        let good = "00-0af7651916cd43dd8448eb211c80319c-b7ad6b7169203331-00"
        #expect(TraceParent(good)?.isSampled == false)
        let bad = [
            "", "00", good + "-00", good.uppercased(), good.replacingOccurrences(of: "00-0", with: "ff-0"),
            "00-00000000000000000000000000000000-b7ad6b7169203331-01",
            "00-0af7651916cd43dd8448eb211c80319c-0000000000000000-01",
            "00-0af7651916cd43dd8448eb211c80319-cb7ad6b7169203331-01",
        ]
        for text in bad { #expect(TraceParent(text) == nil, "\(text)") }
    }

    @Test func `a full queue drops traces, counts them and never waits`() async throws {
        let house = try await TestHouse()
        let measures = Measures.Traces()
        let queue = TraceQueue(measures: measures)
        for _ in 0..<TraceQueue.limit + 3 {
            let trace = RequestTrace("GET", at: house.now, random: house.tools.ambient.randomBytes(24))
            queue.add(FinishedTrace(trace: trace, route: "/healthz", method: "GET", status: 200))
        }
        #expect(measures.waiting.value == TraceQueue.limit)
        #expect(measures.dropped.value == 3)
        _ = queue.take(TraceQueue.limit)
        #expect(measures.waiting.value == 0)
    }

    @Test func `nothing is written down where nobody asked for traces`() async throws {
        let house = try await TestHouse()
        try await house.serve { client in
            _ = try await client.execute(uri: "/healthz", method: .get)
            #expect(RequestTrace.current == nil)
        }
    }
}
