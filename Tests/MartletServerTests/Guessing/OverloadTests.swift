import Dispatch
import HTTPTypes
import HummingbirdTesting
import MartletActions
import MartletCredentials
import MartletDirectory
import MartletTesting
import Testing

/// A084: when there is more to hash than can be hashed, the rest of the house goes on.
@Suite struct `Overload` {
    @Test func `A084 a full pool is a 503 with Retry-After, and everything that hashes nothing answers`() async throws {
        let pool = HashingPool(
            workers: 1, queueLimit: 1, deadline: .seconds(60), parameters: .init(memoryKiB: 64, passes: 1))
        let here = try await GuessingHouse(house: try await TestHouse(hashing: pool))
        try await here.house.serve { client in
            let inside = try await here.signedIn(client)
            let admin = TestBrowser(client)
            let center = try await admin.signIn("/admin/users/\(here.member.id)", as: here.admin, at: here.house.now)
            let refreshToken = try #require(
                try await inside.redeem(try await inside.get(TestBrowser.authorizePath(here.app)), app: here.app)
                    .json("refresh_token"))

            try await Self.whileFull(pool) {
                for door in GuessDoor.allCases {
                    for _ in 0..<12 {
                        let tried = try await here.attempt(
                            client, at: door, name: here.member.name, password: here.member.password, inside: inside)
                        guard door != .mail else {
                            // nginx's protocol has one status, and words of its own.
                            #expect(tried.answer.mailStatus?.hasPrefix("Temporary") == true)
                            continue
                        }
                        #expect(!tried.opened && tried.answer.status == 503, "\(door)")
                        #expect(tried.answer.headers[.retryAfter] == "1", "\(door)")
                    }
                }
                let reset = try await admin.submit(center, "/reset-password")
                #expect(reset.status == 503 && reset.headers[.retryAfter] == "1")
                // What hashes nothing goes on: health, keys, sessions, pages, refreshes.
                let browser = TestBrowser(client)
                #expect(try await browser.get("/healthz").status == 200)
                #expect(try await browser.get("/\(here.app.tenant)/discovery/v2.0/keys").status == 200)
                #expect(try await inside.get("/account").status == 200)
                let refreshed = try await browser.token(
                    here.app, [("grant_type", "refresh_token"), ("refresh_token", refreshToken)])
                #expect(refreshed.status == 200)
            }
            // Nothing was counted against anybody, and nothing has changed.
            #expect(try await here.counters(of: here.member).allSatisfy { $0.failures == 0 && $0.lockedUntil == nil })
            for door in GuessDoor.allCases {
                let right = try await here.attempt(
                    client, at: door, name: here.member.name, password: here.member.password, inside: inside)
                #expect(right.opened, "\(door)")
            }
        }
    }

    /// Runs `body` while one call is being worked on and one waits, so that there is room for no other.
    private static func whileFull(_ pool: HashingPool, _ body: () async throws -> Void) async throws {
        let gate = DispatchSemaphore(value: 0)
        async let working: Void = pool.run { gate.wait() }
        async let waiting: Void = pool.run { gate.wait() }
        while pool.waiting < 1 { await Task.yield() }
        let outcome: Result<Void, any Error>
        do { outcome = .success(try await body()) } catch { outcome = .failure(error) }
        gate.signal()
        gate.signal()
        _ = try await (working, waiting)
        try outcome.get()
    }
}
