import MartletActions
import MartletCredentials
import MartletDirectory
import MartletPolicy
import MartletTesting
import Testing

@Suite struct `Published keys` {
    private let fetch = CannedFetch()
    private let url = "https://app.example/keys"
    private let start = Timestamp(seconds: 1_800_000_000)

    /// A key of the examples of RFC 7517, appendix A.1, under several names.
    private func set(_ names: String...) -> String {
        let point =
            "\"kty\":\"EC\",\"crv\":\"P-256\",\"x\":\"MKBCTNIcKUSDii11ySs3526iDZ8AiTo7Tu6KPAqv7D4\","
            + "\"y\":\"4Etl6SRW2YiLUrN5vfvVHuhp7x8PxltmWWlbbM4IFyM\""
        return "{\"keys\":[" + names.map { "{\(point),\"kid\":\"\($0)\"}" }.joined(separator: ",") + "]}"
    }

    @Test func `a key set is fetched once in five minutes`() async throws {
        fetch.put(set("a"), at: url)
        let keys = ClientKeys(fetch)
        #expect(try await keys.keySet(at: url, wanting: "a", now: start).names == ["a"])
        fetch.put(set("b"), at: url)
        #expect(try await keys.keySet(at: url, wanting: "a", now: start + .seconds(299)).names == ["a"])
        #expect(fetch.asked.count == 1)
        #expect(try await keys.keySet(at: url, now: start + .seconds(300)).names == ["b"])
    }

    @Test func `an unknown key is looked for at once, every thirty seconds (oidcc-refresh-token-rp-key-rotation)`()
        async throws
    {
        fetch.put(set("a"), at: url)
        let keys = ClientKeys(fetch)
        _ = try await keys.keySet(at: url, wanting: "a", now: start)
        fetch.put(set("a", "b"), at: url)
        #expect(try await keys.keySet(at: url, wanting: "b", now: start + .seconds(29)).names == ["a"])
        #expect(try await keys.keySet(at: url, wanting: "b", now: start + .seconds(60)).names == ["a", "b"])
        _ = try await keys.keySet(at: url, wanting: "c", now: start + .seconds(61))
        #expect(fetch.asked.count == 2)
    }

    @Test(arguments: [
        OutgoingRefusal.unreachable, .tooSlow, .tooLarge, .contentType, .redirect, .status(500),
        .address(.privateNetwork),
    ])
    func `the last good copy stands in for a day while fetching fails (A258)`(refusal: OutgoingRefusal) async throws {
        fetch.put(set("a"), at: url)
        let keys = ClientKeys(fetch)
        _ = try await keys.keySet(at: url, now: start)
        fetch.fail(refusal, at: url)
        #expect(try await keys.keySet(at: url, now: start + .minutes(10)).names == ["a"])
        #expect(try await keys.keySet(at: url, now: start + .minutes(10) + .seconds(29)).names == ["a"])
        #expect(fetch.asked.count == 2, "a server that fails is left alone for thirty seconds")
        await #expect(throws: refusal) { try await keys.keySet(at: url, now: start + .seconds(86_400)) }
    }

    @Test(arguments: [
        "", "{}", "[]", "{\"keys\":[]}", "{\"keys\":{}}", "{\"keys\":[1]}", "{\"keys\":[{}],\"keys\":[{}]}",
        "<html>", "{\"keys\":[{\"kid\":\"\u{0}\"}]}",
    ])
    func `what is no key set does not replace one (A258)`(text: String) async throws {
        let keys = ClientKeys(fetch)
        fetch.put(text, at: url)
        await #expect(throws: OutgoingRefusal.content) { try await keys.keySet(at: url, now: start) }
        fetch.put(set("a"), at: url)
        #expect(try await keys.keySet(at: url, now: start + .seconds(30)).names == ["a"])
        fetch.put(text, at: url)
        #expect(try await keys.keySet(at: url, now: start + .minutes(10)).names == ["a"])
    }

    @Test func `bytes that are no UTF-8 are no key set (A258)`() async throws {
        fetch.put(bytes: Array("{\"keys\":[{\"kid\":\"".utf8) + [0xff] + Array("\"}]}".utf8), at: url)
        await #expect(throws: OutgoingRefusal.content) { try await ClientKeys(fetch).keySet(at: url, now: start) }
    }

    @Test func `many who ask at one time wait for one fetch`() async throws {
        fetch.put(set("a"), at: url)
        let keys = ClientKeys(fetch)
        try await withThrowingTaskGroup(of: Int.self) { group in
            for _ in 0..<50 {
                group.addTask { [url, start] in try await keys.keySet(at: url, now: start).names.count }
            }
            for try await count in group { #expect(count == 1) }
        }
        #expect(fetch.asked.count == 1)
    }

    @Test func `a thousand copies are kept and no more`() async throws {
        let documents = FetchedDocuments(fetch, .json) { $0 }
        for index in 0..<1100 {
            fetch.put("x", at: "https://app.example/\(index)")
            _ = try await documents.document(
                at: "https://app.example/\(index)", now: start + .seconds(index))
        }
        #expect(await documents.count == 1000)
    }

    @Test func `an issuer's keys are found by its own document, which names it exactly (N-10.5.3)`() async throws {
        let issuer = "https://ci.example"
        let metadata = { (name: String) in "{\"issuer\":\"\(name)\",\"jwks_uri\":\"https://ci.example/jwks\"}" }
        fetch.put(set("a"), at: "https://ci.example/jwks")
        fetch.put(metadata(issuer), at: "https://ci.example/.well-known/openid-configuration")
        #expect(try await IssuerKeys(fetch, sets: ClientKeys(fetch)).keySet(of: issuer, now: start).names == ["a"])
        for other in ["https://ci.example/", "https://CI.example", "https://evil.example", ""] {
            fetch.put(metadata(other), at: "https://ci.example/.well-known/openid-configuration")
            await #expect(throws: OutgoingRefusal.content) {
                try await IssuerKeys(fetch, sets: ClientKeys(fetch)).keySet(of: issuer, now: start)
            }
        }
    }
}

extension JSONWebKeySet {
    fileprivate var names: Set<String> { Set(keys.compactMap(\.keyID)) }
}
