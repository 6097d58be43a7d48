import HummingbirdTesting
import MartletActions
import MartletCredentials
import MartletDirectory
import MartletStore
import MartletTesting
import Testing

@testable import MartletServer

/// What `martlet check` says of phones, and what the doors of phones say of what they cannot read.
@Suite struct `Phones that are looked over` {
    @Test func `a phone as it is registered is whole, and each part that is not has its sentence`() async throws {
        let here = try await PhoneHouse()
        try await here.house.serve { client in
            let (_, phone) = try await here.withPIN(client)
            #expect(try await CheckStore(here.house.tools)() == [])
            let id = try #require(ID<TOTPMethod>(parsing: phone.phone))
            let before = try #require(try await here.house.store.read { try $0.phones.find(id) })
            try await here.house.store.write { try $0.phones.setPIN(id, [1, 2, 3]) }
            #expect(try await faults(here) == ["phone \(id) of user \(here.mia.id) has a PIN that cannot be checked"])
            try await here.house.store.write { tables in
                try tables.phones.setPIN(id, before.pinHash)
                let place = PushSubscription(endpoint: "http://10.0.0.1/", publicKey: [4], secret: [1])
                try tables.phones.subscribe(id, place)
            }
            #expect(try await faults(here).map { $0.hasSuffix("at an address that cannot be read") } == [true])
            // The app of another phone goes on with a key that is no point of the curve.
            try await here.house.store.write { tables in
                try tables.phones.subscribe(id, nil)
                var app = try #require(try tables.totpMethods.list(before.user).first { $0.id == id })
                app.id = ID("11111111-1111-4111-8111-111111111111")
                try tables.totpMethods.insert(app)
                var other = before
                other.id = app.id
                other.publicKey = [UInt8](repeating: 4, count: 65)
                try tables.phones.insert(other)
            }
            #expect(try await faults(here).contains { $0.hasSuffix("has a key that is none") })
        }
    }

    private func faults(_ here: PhoneHouse) async throws -> [String] {
        try await CheckStore(here.house.tools)().filter { $0.contains("phone") }
    }

    @Test func `A052 what cannot be read is refused with 400, whichever part it is`() async throws {
        let here = try await PhoneHouse()
        try await here.house.serve { client in
            let phone = try await here.phone(client)
            let good: JSONObject = [
                "phone": .string(phone.phone), "nonce": .string(phone.nonce),
                "signature": .string(Base64URL.encode([UInt8](repeating: 1, count: 64))),
            ]
            #expect(try await phone.post("sync", good).error == "unknownPhone")
            for (name, value) in [
                ("phone", "x"), ("nonce", .string(String(repeating: "n", count: 65))), ("signature", "AAAA"),
                ("signature", 1), ("nonce", .null),
            ] as [(String, JSONValue)] {
                var bad = good
                bad[name] = value
                let answer = try await phone.post("sync", bad)
                #expect(answer.status == 400 && answer.error == "malformed", "\(name)")
            }
            var place = good
            place["subscription"] = .object(["endpoint": "http://push.example/", "p256dh": "AA", "auth": "AA"])
            #expect(try await phone.post("subscription", place).status == 400)
        }
    }
}
