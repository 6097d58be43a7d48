import Foundation
import Synchronization

/// Measures a filled installation: each figure a line of name, median, 99th percentile and count, or name and value.
///
/// `scripts/scale` fills the installation, runs this for each size and engine, and makes the tables.
enum ScaleBench {
    /// The pages of the admin center, with what they are called in the table.
    private static let pages: [(name: String, path: String)] = [
        ("overview", "/admin"), ("users", "/admin/users"), ("users, disabled", "/admin/users?filter=disabled"),
        ("users, guests", "/admin/users?filter=guests"),
        ("users, administrators", "/admin/users?filter=administrators"),
        ("users, not registered", "/admin/users?filter=notRegistered"),
        ("users, word of many", "/admin/users?q=person"), ("users, name of one", "/admin/users?q=u77%40bench"),
        ("users, name of nobody", "/admin/users?q=zzzyx"), ("groups", "/admin/groups"), ("apps", "/admin/apps"),
        ("roles", "/admin/roles"), ("sign-ins", "/admin/signins"),
        ("sign-ins, of a name", "/admin/signins?q=u77%40bench.example"),
        ("sign-ins, of nobody", "/admin/signins?q=zzzyx"), ("sign-ins, failures", "/admin/signins?status=failure"),
        ("sign-ins, an error", "/admin/signins?error=50126"), ("sign-ins, a rare error", "/admin/signins?error=53003"),
        ("sign-ins, legacy", "/admin/signins?legacy=1"),
        ("sign-ins, a client", "/admin/signins?clientApp=Mobile%20Apps%20and%20Desktop%20clients"),
        ("audit", "/admin/audit"), ("audit, alerts", "/admin/audit?alerts=1"),
        ("audit, an actor", "/admin/audit?actor=zzzyx"), ("audit, a kind", "/admin/audit?category=policy"),
        ("security defaults", "/admin/security-defaults"),
    ]

    /// Runs the measurements.
    static func run(_ arguments: [String]) throws {
        guard let folder = arguments.first else { exit(64) }
        let bed = try TestBed.load(folder)
        let starts = try (0..<5).map { _ in try bed.timeToHealthy() }.sorted()
        line("start, ms", String(format: "%.0f", starts[2]))
        let server = try bed.start()
        defer { server.stop() }
        line("memory idle, MB", String(format: "%.0f", server.residentMegabytes))
        let people = bed.secrets.count - 1
        let tokens = Mutex<[String]>([])
        let signIn: @Sendable (Connection, Int) throws -> Void = { client, index in
            let token = try SignInScript(bed: bed, client: client, person: index).run()
            tokens.withLock { $0.append(token) }
        }
        let share = people / 8
        // The first person has signed in when the installation was made, and a time step counts once.
        _ = try Latencies.over(threads: 1, turns: 1..<share, port: bed.port, signIn)
        let alone = try Latencies.over(threads: 1, turns: share..<(4 * share), port: bed.port, signIn)
        line("sign-in, one at a time", alone.text)
        let loaded = try Latencies.over(threads: 4, turns: (4 * share)..<people, port: bed.port, signIn)
        line("sign-in, four at a time", loaded.text)
        let families = Mutex(tokens.withLock { $0 })
        let refresh: @Sendable (Connection, Int) throws -> Void = { client, _ in
            guard let token = families.withLock({ $0.popLast() }) else { return }
            let body = "grant_type=refresh_token&client_id=\(bed.clientID)&refresh_token=\(token)"
            let answer = client.post("/\(bed.tenant)/oauth2/v2.0/token", body)
            guard let answer, answer.status == 200, let next = answer.body.member("refresh_token") else {
                throw BenchFailure.unexpected(answer?.body ?? "no answer")
            }
            families.withLock { $0.insert(next, at: 0) }
        }
        _ = try Latencies.over(threads: 1, turns: 0..<50, port: bed.port, refresh)
        line(
            "refresh, one at a time",
            try Latencies.over(threads: 1, turns: 0..<1000, port: bed.port, refresh).text)
        line(
            "refresh, four at a time",
            try Latencies.over(threads: 4, turns: 0..<1000, port: bed.port, refresh).text)
        try pages(bed)
        line("memory after, MB", String(format: "%.0f", server.residentMegabytes))
    }

    private static func pages(_ bed: TestBed) throws {
        guard let client = Connection(port: bed.port) else { throw BenchFailure.notHealthy }
        let cookies = try SignInScript(bed: bed, client: client, person: 0).runAsAdministrator()
        for page in Self.pages {
            var (first, times) = (Latencies(), Latencies())
            try first.measure { try get(page.path, client, cookies) }
            for _ in 0..<100 { try times.measure { try get(page.path, client, cookies) } }
            line("page: \(page.name)", times.text)
            line("first: \(page.name)", String(format: "%.1f", first.percentile(0.5)))
        }
    }

    private static func get(_ path: String, _ client: Connection, _ cookies: String) throws {
        let answer = client.get(path, cookies: cookies)
        guard let answer, answer.status == 200 else {
            throw BenchFailure.unexpected("\(path): \(answer?.status ?? 0) \(answer?.location ?? "")")
        }
    }

    private static func line(_ name: String, _ value: String) {
        print("\(name)\t\(value)")
        fflush(nil)
    }
}
