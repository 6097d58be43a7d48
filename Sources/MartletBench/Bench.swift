import Foundation
import MartletActions
import MartletCredentials
import MartletDirectory
import MartletPolicy

/// Measures a release build of Martlet on this machine and prints the figures beside what bounds them.
///
/// Each figure is compared with a limit taken in the same run: machines differ, and this one is noisy. The client runs
/// on the same cores as the server, so its cost is in every figure.
@main
enum Bench {
    private static func usage() -> Never {
        print(
            """
            usage: martlet-bench PATH-TO-MARTLET
                   martlet-bench bed PATH-TO-MARTLET FOLDER PEOPLE [POSTGRES-ADDRESS]
                   martlet-bench scale FOLDER
                   martlet-bench nodes FOLDER
            """)
        exit(64)
    }

    /// Makes an installation in a folder that measuring will find.
    private static func makeBed(_ arguments: [String]) async throws {
        guard (3...4).contains(arguments.count), let people = Int(arguments[2]), people > 0 else { usage() }
        let bed = try await TestBed.make(
            martlet: arguments[0], users: people, folder: arguments[1],
            database: arguments.count == 4 ? arguments[3] : nil)
        try bed.save()
        // What a sign-in leaves behind is the model of what the store is filled with.
        let server = try bed.start()
        defer { server.stop() }
        _ = try Load.signIns(bed, threads: 1, from: 0, count: 1)
    }

    static func main() async throws {
        switch CommandLine.arguments.dropFirst().first {
        case "bed": return try await makeBed(Array(CommandLine.arguments.dropFirst(2)))
        case "scale": return try ScaleBench.run(Array(CommandLine.arguments.dropFirst(2)))
        case "nodes": return try NodesBench.run(Array(CommandLine.arguments.dropFirst(2)))
        default: break
        }
        guard CommandLine.arguments.count == 2 else { usage() }
        let figures = Figures()
        let cores = ProcessInfo.processInfo.activeProcessorCount
        figures.title("Martlet on \(cores) cores; Argon2id m=19456 KiB, t=2, p=1; RS256 with 2048 bits")
        let hashes = try Limits.hashesPerSecond(threads: cores, seconds: 6)
        figures.line("raw Argon2id hashes on all cores", "\(hashes.rounded1)/s")
        let signatures = try Limits.signaturesPerSecond(threads: cores, seconds: 4)
        figures.line("raw RS256 signatures on all cores", "\(signatures.rounded1)/s")
        let decisions = Limits.decisionsPerSecond(seconds: 3)
        figures.line("decisions on one core", "\(Int(decisions))/s", goal: ("≥ 1,000,000", decisions >= 1_000_000))

        let bed = try await TestBed.make(martlet: CommandLine.arguments[1], users: 5000)
        defer { bed.remove() }
        let starts = try (0..<11).map { _ in try bed.timeToHealthy() }.sorted()
        figures.line(
            "exec to first healthy answer, median of 11", "\(starts[5].rounded1) ms",
            goal: ("< 150 ms", starts[5] < 150))

        let server = try bed.start()
        let idle = server.residentMegabytes
        figures.line("resident memory, idle", "\(idle.rounded1) MB", goal: ("< 50 MB", idle < 50))
        let bare = try Load.bare(bed, threads: 32, seconds: 5)
        figures.line("bare JSON endpoint (/healthz), 32 connections", "\(Int(bare))/s")
        let warm = try Load.signIns(bed, threads: 32, from: 0, count: 200)
        _ = warm
        let signIns = try Load.signIns(bed, threads: 32, from: 200, count: 2400)
        let signInRatio = signIns.perSecond / hashes
        figures.line(
            "complete sign-ins (authorize, password, TOTP, code, tokens)",
            "\(signIns.perSecond.rounded1)/s = \(signInRatio.rounded2) of the raw hashes",
            goal: ("≥ 0.85", signInRatio >= 0.85))
        let refreshes = try Load.refreshes(bed, tokens: signIns.refreshTokens, threads: 32, seconds: 10)
        let signatureRatio = refreshes * 2 / signatures
        figures.line(
            "refreshes, two signatures each",
            "\(refreshes.rounded1)/s = \(signatureRatio.rounded2) of the raw signatures, "
                + "\((refreshes / bare).rounded2) of the bare endpoint", goal: ("≥ 0.7", signatureRatio >= 0.7))
        try Load.more(bed, until: 10_000, done: 2600)
        figures.line("resident memory after 10,000 sign-ins", "\(server.residentMegabytes.rounded1) MB")
        server.stop()
        figures.end()
    }
}

extension Double {
    var rounded1: String { String(format: "%.1f", self) }
    var rounded2: String { String(format: "%.2f", self) }
}

/// Prints figures as they come, each with its goal and whether it is reached.
struct Figures {
    func title(_ text: String) { print(text + "\n") }

    func line(_ name: String, _ value: String, goal: (String, Bool)? = nil) {
        let verdict = goal.map { " (goal \($0.0): \($0.1 ? "reached" : "NOT reached"))" } ?? ""
        print("\(name): \(value)\(verdict)")
        fflush(nil)
    }

    func end() { print("\nEverything ran on this machine, client included; compare ratios, not absolute figures.") }
}
