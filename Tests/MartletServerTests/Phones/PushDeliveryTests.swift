import Crypto
import HummingbirdTesting
import MartletActions
import MartletCredentials
import MartletDirectory
import MartletPolicy
import MartletTesting
import Testing

@testable import MartletServer

/// Messages to phones that are closed (RFC 8030), by the one way out.
@Suite struct `Messages to phones` {
    private static let endpoint = "https://push.example/p/1"
    private static let place: JSONObject = [
        "endpoint": .string(endpoint),
        "p256dh": "BCVxsr7N_eNgVRqvHtD0zTZsEc6-VV-JvLexhqUzORcxaOzi6-AYWXvTBHm4bjyPjs7Vd8pZGH6SRpkNtoIAiw4",
        "auth": "BTBZMqHH6r4Tts7J_aSIgg",
    ]

    private func subscribe(_ phone: TestPhone, to place: JSONObject?) async throws -> TestPhone.Answer {
        _ = try await phone.sync()
        let read = place.flatMap {
            PushSubscription(
                endpoint: $0.string("endpoint") ?? "", publicKey: $0.string("p256dh") ?? "",
                secret: $0.string("auth") ?? "")
        }
        let signature = try phone.sign(
            .subscribe(audience: phone.audience, phone: phone.phone, nonce: phone.nonce, subscription: read))
        return try await phone.post(
            "subscription",
            [
                "phone": .string(phone.phone), "nonce": .string(phone.nonce), "signature": .string(signature),
                "subscription": place.map { .object($0) } ?? .null,
            ])
    }

    @Test func `a message says that something waits, once, to one address, and nothing else`() async throws {
        let here = try await PhoneHouse()
        try await here.house.serve { client in
            let phone = try await here.phone(client)
            #expect(try await subscribe(phone, to: Self.place).status == 200)
            #expect(try await DeliverPushes(here.house.tools)() == 0)
            _ = try await here.asked(client)
            #expect(try await DeliverPushes(here.house.tools)() == 1)
            #expect(try await DeliverPushes(here.house.tools)() == 0)
            let sent = try #require(here.fetch.sent.first)
            #expect(here.fetch.sent.count == 1 && sent.url == Self.endpoint)
            let headers = Dictionary(uniqueKeysWithValues: sent.message.headers.map { ($0.name, $0.value) })
            #expect(headers["ttl"] == "60" && headers["content-encoding"] == "aes128gcm")
            #expect(headers["authorization"]?.hasPrefix("vapid t=") == true)
            // Salt, size, length of the key, key, one length for all, delimiter and tag.
            let parts: [Int] = [16, 4, 1, 65, 256, 1, 16]
            #expect(sent.message.body.count == parts.reduce(0, +))
        }
    }

    @Test func `what was busy is told again while the request lives, and not after`() async throws {
        let here = try await PhoneHouse()
        try await here.house.serve { client in
            let phone = try await here.phone(client)
            _ = try await subscribe(phone, to: Self.place)
            _ = try await here.asked(client)
            here.fetch.answer(.failure(.busy), to: Self.endpoint)
            #expect(try await DeliverPushes(here.house.tools)() == 0)
            here.fetch.answer(.success(503), to: Self.endpoint)
            #expect(try await DeliverPushes(here.house.tools)() == 0)
            here.fetch.answer(.success(201), to: Self.endpoint)
            #expect(try await DeliverPushes(here.house.tools)() == 1)
            #expect(try await DeliverPushes(here.house.tools)() == 0)
            here.house.clock.advance(by: PushFatigue.window)
            _ = try await here.asked(client)
            here.fetch.answer(.failure(.unreachable), to: Self.endpoint)
            #expect(try await DeliverPushes(here.house.tools)() == 0)
            let sent = here.fetch.sent.count
            here.house.clock.advance(by: PushFatigue.lifetime)
            #expect(try await DeliverPushes(here.house.tools)() == 0)
            #expect(here.fetch.sent.count == sent)
        }
    }

    @Test func `an address that is gone is forgotten, and one that fails is not`() async throws {
        let here = try await PhoneHouse()
        try await here.house.serve { client in
            let phone = try await here.phone(client)
            _ = try await subscribe(phone, to: Self.place)
            func ask() async throws -> Int {
                here.house.clock.advance(by: PushFatigue.window)
                _ = try await here.asked(client)
                let before = here.fetch.sent.count
                _ = try await DeliverPushes(here.house.tools)()
                return here.fetch.sent.count - before
            }
            here.fetch.answer(.failure(.unreachable), to: Self.endpoint)
            #expect(try await ask() == 1)
            here.fetch.answer(.success(503), to: Self.endpoint)
            #expect(try await ask() == 1)
            here.fetch.answer(.success(410), to: Self.endpoint)
            #expect(try await ask() == 1)
            #expect(try await ask() == 0)
        }
    }

    @Test func `an address is changed by its own phone alone, and must be one`() async throws {
        let here = try await PhoneHouse()
        try await here.house.serve { client in
            let phone = try await here.phone(client)
            for (name, value) in [
                ("endpoint", "http://push.example/p/1"), ("endpoint", "ftp://push.example"), ("p256dh", "AAAA"),
                ("auth", "AAAA"),
            ] {
                var bad = Self.place
                bad[name] = .string(value)
                #expect(try await subscribe(phone, to: bad).status == 400, "\(name): \(value)")
            }
            #expect(try await subscribe(phone, to: Self.place).status == 200)
            let other = TestPhone(TestBrowser(client))
            other.phone = phone.phone
            other.nonce = phone.nonce
            #expect(try await subscribe(other, to: nil).status == 401)
            #expect(try await subscribe(phone, to: nil).status == 200)
            _ = try await here.asked(client)
            _ = try await DeliverPushes(here.house.tools)()
            #expect(here.fetch.sent.isEmpty)
        }
    }
}
