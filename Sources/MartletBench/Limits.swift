import Foundation
import MartletCredentials
import MartletDirectory
import MartletPolicy
import Synchronization

/// What bounds the figures: the work that no server can leave out.
enum Limits {
    /// Argon2id hashes a second over `threads` threads.
    static func hashesPerSecond(threads: Int, seconds: Double) throws -> Double {
        guard let password = NormalizedPassword("Violet-Harbour-93-lamp") else { return 0 }
        let salt = [UInt8](repeating: 7, count: PasswordHasher.saltLength)
        return perSecond(threads: threads, seconds: seconds) { _ = try? PasswordHasher.hash(password, salt: salt) }
    }

    /// RS256 signatures a second over `threads` threads, each over a token of one claim.
    static func signaturesPerSecond(threads: Int, seconds: Double) throws -> Double {
        let key = try KeyMaker.makeRSA()
        let signer = try JWTSigner(algorithm: .rs256, keyID: key.keyID, privateKey: key.privateKeyDER)
        return perSecond(threads: threads, seconds: seconds) { _ = try? signer.sign(claims: ["a": 1], type: .jwt) }
    }

    /// Decisions a second on one thread, over sign-ins of several kinds under the security defaults.
    static func decisionsPerSecond(seconds: Double) -> Double {
        let policies = PolicySet.compiled(
            for: SecurityDefaultsSetting(isEnabled: true, enabledAt: Timestamp(seconds: 0)))
        let all = facts()
        let began = ContinuousClock.now
        var count = 0
        var allowed = 0
        while ContinuousClock.now - began < .seconds(seconds) {
            for _ in 0..<2000 {
                for facts in all where decide(facts, under: policies).clearance != nil { allowed += 1 }
                count += all.count
            }
        }
        precondition(allowed > 0, "some of the sign-ins are allowed")
        return Double(count) / (ContinuousClock.now - began).asSeconds
    }

    private static func facts() -> [SignInFacts] {
        let roles: [SignInFacts.Roles] = [[], .administrator]
        let proven: [MethodSet] = [[.password], [.password, .totp]]
        return roles.flatMap { roles in
            proven.flatMap { proven in
                [Door.authorize, .refresh].map { door in
                    SignInFacts(
                        tenant: ID("11111111-1111-4111-8111-111111111111"),
                        subject: ID("22222222-2222-4222-8222-222222222222"), door: door, clientApp: .browser,
                        account: .enabled, roles: roles, registered: [.password, .totp], proven: proven,
                        provenInThisFlow: proven, reliance: .nothing, remembersSecondFactor: false,
                        circumstances: [.newBrowser], isManagementSurface: false, grace: .over,
                        skippedRegistration: false, requestedAssurance: .any)
                }
            }
        }
    }

    private static func perSecond(threads: Int, seconds: Double, _ body: @escaping @Sendable () -> Void) -> Double {
        let count = Atomic<Int>(0)
        let began = ContinuousClock.now
        Threads.run(threads) { _ in
            while ContinuousClock.now - began < .seconds(seconds) {
                body()
                count.add(1, ordering: .relaxed)
            }
        }
        return Double(count.load(ordering: .relaxed)) / (ContinuousClock.now - began).asSeconds
    }
}

extension Duration {
    /// Seconds with their fraction.
    var asSeconds: Double { Double(components.seconds) + Double(components.attoseconds) / 1e18 }
}

/// Plain threads, joined.
enum Threads {
    static func run(_ count: Int, _ body: @escaping @Sendable (Int) -> Void) {
        let group = DispatchGroup()
        for index in 0..<count {
            group.enter()
            Thread.detachNewThread {
                body(index)
                group.leave()
            }
        }
        group.wait()
    }
}
