import HummingbirdTesting
import MartletActions
import MartletCredentials
import MartletDirectory
import MartletPolicy
import MartletStore
import MartletTesting
import NIOCore
import Testing

@testable import MartletServer

/// Addresses of ntfy and UnifiedPush that people give for their phones.
@Suite struct `Message addresses of phones` {
    private static let topic = "https://ntfy.example/martlet-f3k9w2"

    private func give(_ address: String, by phone: TestPhone, signedAs signed: String? = nil) async throws -> String? {
        _ = try await phone.sync()
        let signature = try phone.sign(
            .address(audience: phone.audience, phone: phone.phone, nonce: phone.nonce, address: signed ?? address))
        let answer = try await phone.post(
            "address",
            [
                "phone": .string(phone.phone), "nonce": .string(phone.nonce), "signature": .string(signature),
                "address": .string(address),
            ])
        return answer.outcome ?? answer.error
    }

    @Test func `an address is tried, told openly of nothing but that something waits, changed and removed`()
        async throws
    {
        let here = try await PhoneHouse()
        try await here.house.serve { client in
            let phone = try await here.phone(client)
            #expect(try await give(Self.topic, by: phone) == "kept")
            let trial = try #require(here.fetch.sent.last)
            #expect(trial.url == Self.topic)
            #expect(try await phone.sync().object.string("messageHost") == "ntfy.example")
            let asked = try await here.asked(client)
            #expect(try await DeliverPushes(here.house.tools)() == 1)
            #expect(here.fetch.sent.count == 2)
            let sent = try #require(here.fetch.sent.last)
            let headers = Dictionary(uniqueKeysWithValues: sent.message.headers.map { ($0.name, $0.value) })
            #expect(headers["title"] == "Martlet Authenticator" && headers["ttl"] == "60")
            #expect(headers["click"] == "http://localhost:8080/authenticator")
            #expect(headers["authorization"] == nil)
            // A051: who reads along learns neither name nor number, app nor place.
            let text = String(decoding: sent.message.body, as: UTF8.self)
            for secret in [asked.page.number, here.mia.name, "192.0.2.77", "Contoso"] {
                #expect(!text.contains(secret) && !headers.values.contains { $0.contains(secret) })
            }
            here.house.clock.advance(by: PushFatigue.window)
            #expect(try await give("https://other.example/up1?up=1", by: phone) == "kept")
            #expect(try await phone.sync().object.string("messageHost") == "other.example")
            #expect(try await give("", by: phone) == "removed")
            #expect(try await phone.sync().object.string("messageHost") == nil)
            let before = here.fetch.sent.count
            _ = try await here.asked(client)
            #expect(try await DeliverPushes(here.house.tools)() == 1)
            #expect(here.fetch.sent.count == before)
            #expect(try await here.audits(.phoneSubscribed) == 3)
        }
    }

    @Test func `what is no https address is not tried`() async throws {
        let here = try await PhoneHouse()
        try await here.house.serve { client in
            let phone = try await here.phone(client)
            for address in [
                "http://ntfy.example/t", "ntfy.example/t", "https://mia@ntfy.example/t", "https://0x7f000001/t",
                "https://ntfy.example/" + String(repeating: "t", count: 980),
            ] {
                #expect(try await give(address, by: phone) == "badAddress", "\(address)")
            }
            #expect(here.fetch.sent.isEmpty)
            let long = "https://ntfy.example/" + String(repeating: "t", count: 979)
            #expect(try await give(long, by: phone) == "kept")
            let longest = String(repeating: "t", count: 4001)
            #expect(try await give(longest, by: phone) == "malformed")
        }
    }

    @Test func `A256 an address that takes nothing is not kept, and nobody learns why`() async throws {
        let here = try await PhoneHouse()
        try await here.house.serve { client in
            let phone = try await here.phone(client)
            let ends: [Result<Int, OutgoingRefusal>] = [
                .failure(.address(.privateNetwork)), .failure(.unresolved), .failure(.unreachable), .failure(.port),
                .success(301), .success(404), .success(500),
            ]
            for end in ends {
                here.fetch.answer(end, to: Self.topic)
                here.house.clock.advance(by: GiveMessageAddress.pause)
                #expect(try await give(Self.topic, by: phone) == "notDelivered", "\(end)")
                #expect(try await phone.sync().object.string("messageHost") == nil)
            }
            #expect(try await give(Self.topic, by: phone) == "tooSoon")
            #expect(here.fetch.sent.count == ends.count)
            here.fetch.answer(.success(200), to: Self.topic)
            here.house.clock.advance(by: GiveMessageAddress.pause)
            #expect(try await give(Self.topic, by: phone) == "kept")
        }
    }

    @Test func `A256 messages leave by the rules of messages, whatever was allowed to administrators`() async throws {
        let fetch = GuardedFetch(
            rules: OutgoingRules(exceptions: [try #require(OutgoingRules.Exception("ntfy.internal"))]),
            lookup: { _, _ in [try #require(NetworkAddress(parsing: "10.0.0.5"))] })
        let message = OutgoingMessage.waiting("https://id.example", language: "en", lifetime: 60)
        await #expect(throws: OutgoingRefusal.address(.privateNetwork)) {
            try await fetch.post("https://ntfy.internal/t", message)
        }
    }

    @Test func `A052 an address is given by its own phone alone, over the address that was signed`() async throws {
        let here = try await PhoneHouse()
        try await here.house.serve { client in
            let phone = try await here.phone(client)
            #expect(try await give(Self.topic, by: phone, signedAs: "https://evil.example/") == "unknownPhone")
            let other = TestPhone(TestBrowser(client))
            other.phone = phone.phone
            other.nonce = phone.nonce
            #expect(try await give(Self.topic, by: other) == "unknownPhone")
            #expect(here.fetch.sent.isEmpty)
            #expect(try await give(Self.topic, by: phone) == "kept")
        }
    }

    @Test func `an address is told once a request, whatever else is tried again, and forgotten where it is gone`()
        async throws
    {
        let here = try await PhoneHouse()
        try await here.house.serve { client in
            let phone = try await here.phone(client)
            #expect(try await give(Self.topic, by: phone) == "kept")
            let id = try #require(ID<TOTPMethod>(parsing: phone.phone))
            let service = "https://push.example/p/1"
            let place = try #require(
                PushSubscription(
                    endpoint: service,
                    publicKey:
                        "BCVxsr7N_eNgVRqvHtD0zTZsEc6-VV-JvLexhqUzORcxaOzi6-AYWXvTBHm4bjyPjs7Vd8pZGH6SRpkNtoIAiw4",
                    secret: "BTBZMqHH6r4Tts7J_aSIgg"))
            try await here.house.store.write { try $0.phones.subscribe(id, place) }
            func told(_ url: String) -> Int { here.fetch.sent.count { $0.url == url } }
            here.fetch.answer(.success(503), to: service)
            _ = try await here.asked(client)
            for _ in 0..<3 { #expect(try await DeliverPushes(here.house.tools)() == 0) }
            #expect(told(service) == 3 && told(Self.topic) == 2)
            here.fetch.answer(.success(201), to: service)
            here.fetch.answer(.failure(.busy), to: Self.topic)
            here.house.clock.advance(by: PushFatigue.window)
            _ = try await here.asked(client)
            #expect(try await DeliverPushes(here.house.tools)() == 0)
            here.fetch.answer(.success(410), to: Self.topic)
            let before = try await here.audits(.phoneSubscribed)
            #expect(try await DeliverPushes(here.house.tools)() == 1)
            #expect(try await here.audits(.phoneSubscribed) == before + 1)
            #expect(try await phone.sync().object.string("messageHost") == nil)
        }
    }

    @Test(arguments: [("en", "Something is waiting"), ("ja", "確認の依頼"), (nil, "waiting")])
    func `the message is in the person's language, or in both`(language: String?, words: String) {
        let message = OutgoingMessage.waiting("https://id.example", language: language, lifetime: 60)
        let text = String(decoding: message.body, as: UTF8.self)
        #expect(text.contains(words) && text.contains("\n") == (language == nil))
        // Headers are ASCII for every server of ntfy, and UnifiedPush takes no more than 4096 bytes.
        #expect(message.headers.allSatisfy { $0.value.utf8.allSatisfy { $0 < 0x7f } } && text.utf8.count <= 4096)
    }
}
