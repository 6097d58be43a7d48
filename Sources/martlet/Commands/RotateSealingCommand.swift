import ArgumentParser
import Foundation
import MartletActions
import MartletCredentials
import MartletDirectory

/// Seals every secret of the store under a new key.
struct RotateSealingCommand: AsyncParsableCommand {
    static let configuration = CommandConfiguration(
        commandName: "rotate-sealing", abstract: "Seal every secret of the store under a new key.",
        discussion: """
            With the file martlet.key a new key is made, and the old one is destroyed at the end: a backup of the \
            database opens with the key of its time only. A server on this machine goes on meanwhile. With MARTLET_KEY, \
            or with several nodes, put the new key in front of the old one on every node first. Interrupted, it is begun \
            again with the same command.
            """)

    @Flag(help: "No other node uses this PostgreSQL database.")
    var onlyNode = false

    @OptionGroup var options: StoreOptions

    func run() async throws {
        let folder = DataDirectory(path: options.data)
        let file = folder.keyFile
        try await options.work(on: { wiring in
            let tools = wiring.tools
            let report: RotateSealingKey.Report
            switch wiring.keys {
            case .file:
                report = try await file.withLock {
                    try await rotate(file, tools, isShared: try options.database.isShared(in: folder))
                }
            case .environment(let keys):
                guard keys.count > 1 else {
                    throw CommandFailure(
                        "MARTLET_KEY holds one key; put a new one in front of it (new,old) on every node, restart them, "
                            + "and run this again")
                }
                report = try await RotateSealingKey(tools)(
                    to: keys[0].id, by: try await tools.operatorCaller(), progress: Self.tell)
                Self.say("now leave the new key alone in MARTLET_KEY, on every node")
            case .none: return
            }
            options.print([
                "sealingKey": .string(report.key.description), "sealed": .integer(Int64(report.sealed)),
                "opened": .integer(Int64(report.opened)),
            ])
        })
    }

    /// The file holds the new key before anything stands under it, and the old one until nothing does.
    private func rotate(
        _ file: KeyFile, _ tools: Tools, isShared: Bool
    ) async throws -> RotateSealingKey.Report {
        let caller = try await tools.operatorCaller()
        // Read under the lock: another command may have ended a moment ago.
        guard var keys = try file.read() else { throw CommandFailure("the key file `\(file.path)` is missing") }
        if keys.count == 1 {
            guard !isShared || onlyNode else {
                throw CommandFailure(
                    "other nodes may use this database and do not have a new key: put one in a line above the old one in "
                        + "`\(file.path)` on every node and run this again, or say --only-node")
            }
            keys.insert(tools.ambient.randomBytes(SealingKey.length), at: 0)
            try file.replace(keys)
            Self.say("a new key stands in front of the old one in `\(file.path)`")
        } else {
            Self.say("going on with the new key that stands first in `\(file.path)`")
        }
        let target = try SealingKey(keys[0])
        let report = try await RotateSealingKey(tools)(to: target.id, by: caller, progress: Self.tell)
        try file.replace([keys[0]])
        Self.say("the old key is gone from `\(file.path)`")
        return report
    }

    @Sendable private static func tell(_ progress: RotateSealingKey.Progress) {
        switch progress {
        case .named(let id): say("the key \(id) seals from now on")
        case .sealed(let count): say("\(count) secrets sealed anew")
        case .verifying: say("opening everything once")
        }
    }

    private static func say(_ line: String) {
        FileHandle.standardError.write(Data((line + "\n").utf8))
    }
}
