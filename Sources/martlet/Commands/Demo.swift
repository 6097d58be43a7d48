import ArgumentParser
import Foundation
import Logging
import MartletActions
import MartletDirectory
import MartletServer

/// Starts a filled example organisation.
struct Demo: AsyncParsableCommand {
    static let configuration = CommandConfiguration(
        abstract: "Start a filled example organisation, for looking around.",
        discussion: "It is made in a temporary folder, which is removed at the end.")

    @Option(help: ArgumentHelp("The address to listen on.", valueName: "host:port"))
    var listen = "localhost:8080"

    @Option(help: "Make the example in this folder, which must be empty, and keep it.")
    var data: String?

    func run() async throws {
        let folder = data ?? NSTemporaryDirectory() + "martlet-demo-\(ProcessInfo.processInfo.processIdentifier)"
        do {
            try await run(in: DataDirectory(path: folder))
        } catch {
            FileHandle.standardError.write(Data("martlet: \(CommandFailure(error))\n".utf8))
            if data == nil { try? FileManager.default.removeItem(atPath: folder) }
            throw ExitCode.failure
        }
        if data == nil { try? FileManager.default.removeItem(atPath: folder) }
    }

    private func run(in folder: DataDirectory) async throws {
        let address = try ListenAddress(listen, isSecure: false)
        guard let publicURL = PublicURL(address.defaultURL) else {
            throw CommandFailure("`\(listen)` is no loopback name")
        }
        guard !FileManager.default.fileExists(atPath: folder.databasePath) else {
            throw CommandFailure("there is a database in `\(folder.path)` already")
        }
        FileHandle.standardOutput.write(Data("Living through thirty days of the example…\n".utf8))
        let live = Wiring.ambient
        let clock = DemoClock(over: live, startingAt: live.now() - .days(DemoOrganization.length))
        let logger = Logger(label: "martlet") { LineLogHandler(label: $0) }
        let wiring = try await Wiring.open(
            folder, database: .file(folder.databasePath), publicURL: publicURL, ambient: clock.ambient, logger: logger)
        let summary = try await DemoOrganization(wiring.tools, clock: clock)()
        clock.letGo()
        let server = LiveServer(
            wiring: wiring, address: address, tls: nil,
            options: ServerOptions(extraHosts: address.names(besides: publicURL)),
            notes: DemoNotes(summary: summary).lines)
        try await server.run()
        await wiring.close()
    }
}

/// The accounts and apps of the example as they are printed.
struct DemoNotes {
    let summary: DemoSummary

    var lines: [String] {
        let passwords = Set(summary.accounts.map(\.password))
        var lines = ["\(summary.tenant.displayName) (\(summary.tenant.id))", ""]
        if passwords.count == 1, let password = passwords.first { lines += ["Password of everybody: \(password)", ""] }
        lines.append("Accounts: sign-in name, authenticator secret, roles")
        for account in summary.accounts {
            var line = "  " + account.user.userPrincipalName.text
            if passwords.count > 1 { line += "  " + account.password }
            line += "  " + (account.authenticator?.secretText ?? "(not registered)")
            if !account.user.isEnabled { line += "  (disabled)" }
            line += "  " + account.roles.map(\.displayName).joined(separator: ", ")
            lines.append(line)
            if !account.recoveryCodes.isEmpty {
                lines.append("    recovery codes: " + account.recoveryCodes.prefix(2).joined(separator: " "))
            }
        }
        lines += ["", "Apps: client id, secret"]
        for app in summary.applications {
            lines.append(
                "  \(app.application.displayName): \(app.application.id.rawValue)  \(app.clientSecret ?? "(public)")")
        }
        return lines + [""]
    }
}
