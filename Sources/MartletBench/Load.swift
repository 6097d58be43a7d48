import Foundation
import MartletCredentials
import MartletDirectory
import Synchronization

/// The loads.
enum Load {
    /// Answers a second of an endpoint that does nothing.
    static func bare(_ bed: TestBed, threads: Int, seconds: Double) throws -> Double {
        let count = Atomic<Int>(0)
        let began = ContinuousClock.now
        Threads.run(threads) { _ in
            guard let client = Connection(port: bed.port) else { return }
            while ContinuousClock.now - began < .seconds(seconds) {
                guard client.get("/healthz")?.status == 200 else { return }
                count.add(1, ordering: .relaxed)
            }
        }
        return Double(count.load(ordering: .relaxed)) / (ContinuousClock.now - began).asSeconds
    }

    struct SignIns {
        var perSecond: Double
        var refreshTokens: [String]
    }

    /// Complete sign-ins, each of another person with another browser, from authorize to tokens.
    static func signIns(_ bed: TestBed, threads: Int, from first: Int, count: Int) throws -> SignIns {
        let next = Atomic<Int>(first)
        let tokens = Mutex<[String]>([])
        let failures = Mutex<[String]>([])
        let began = ContinuousClock.now
        Threads.run(threads) { _ in
            guard let client = Connection(port: bed.port) else { return }
            while true {
                let index = next.add(1, ordering: .relaxed).oldValue
                guard index < first + count else { return }
                do {
                    let token = try SignInScript(bed: bed, client: client, person: index % (bed.secrets.count - 1))
                        .run()
                    tokens.withLock { $0.append(token) }
                } catch {
                    failures.withLock { $0.append("\(error)") }
                }
            }
        }
        let passed = (ContinuousClock.now - began).asSeconds
        if let failure = failures.withLock({ $0.first }) { throw BenchFailure.unexpected(failure) }
        let all = tokens.withLock { $0 }
        return SignIns(perSecond: Double(all.count) / passed, refreshTokens: all)
    }

    /// Refreshes a second, each thread with its own families.
    static func refreshes(_ bed: TestBed, tokens: [String], threads: Int, seconds: Double) throws -> Double {
        let count = Atomic<Int>(0)
        let failures = Mutex<[String]>([])
        let began = ContinuousClock.now
        Threads.run(threads) { thread in
            guard let client = Connection(port: bed.port) else { return }
            var mine = stride(from: thread, to: tokens.count, by: threads).map { tokens[$0] }
            var index = 0
            while ContinuousClock.now - began < .seconds(seconds) {
                let body = "grant_type=refresh_token&client_id=\(bed.clientID)&refresh_token=\(mine[index])"
                let answer = client.post("/\(bed.tenant)/oauth2/v2.0/token", body)
                guard let answer, answer.status == 200, let token = answer.body.member("refresh_token") else {
                    failures.withLock { $0.append(answer?.body ?? "no answer") }
                    return
                }
                mine[index] = token
                index = (index + 1) % mine.count
                count.add(1, ordering: .relaxed)
            }
        }
        if let failure = failures.withLock({ $0.first }) { throw BenchFailure.unexpected(failure) }
        return Double(count.load(ordering: .relaxed)) / (ContinuousClock.now - began).asSeconds
    }

    /// Signs in until `total` sign-ins have been made; a person's second turn comes more than a TOTP step later.
    static func more(_ bed: TestBed, until total: Int, done: Int) throws {
        _ = try signIns(bed, threads: 32, from: done, count: total - done)
    }
}

extension String {
    /// The text of a member of a flat JSON object.
    func member(_ name: String) -> String? {
        (try? JSONReader.object(Array(utf8)))?.string(name)
    }

    /// The value of a hidden field.
    func hidden(_ name: String) -> String? {
        guard let start = range(of: "name=\"\(name)\" value=\"") else { return nil }
        return String(self[start.upperBound...].prefix { $0 != "\"" })
    }
}
