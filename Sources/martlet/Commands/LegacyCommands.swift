import ArgumentParser
import MartletActions
import MartletCredentials
import MartletDirectory

/// Works with legacy authentication: which surfaces still take passwords alone, the mail door, and the report of who
/// uses them.
struct LegacyCommands: AsyncParsableCommand {
    static let configuration = CommandConfiguration(
        commandName: "legacy", abstract: "Show or change where a password alone is still taken, and see by whom.",
        subcommands: [
            ShowLegacyCommand.self, SetLegacyCommand.self, MailServerCommand.self, MailKeyCommand.self,
            LegacyReportCommand.self, WhatBreaksCommand.self, LegacyWorkloadsCommand.self, TendLegacyCommand.self,
        ])
}

/// Shows the settings.
struct ShowLegacyCommand: AsyncParsableCommand {
    static let configuration = CommandConfiguration(
        commandName: "show", abstract: "Show each surface, who chose its mode, and the mail door.")

    @OptionGroup var options: StoreOptions

    func run() async throws {
        try await options.work { tools in
            let status = try await LegacySettingsStatus(tools)(by: try await tools.operatorCaller())
            var result: JSONObject = ["blockedBySecurityDefaults": .bool(status.isUnderDefaults)]
            for surface in LegacySurface.allCases {
                let setting = status.setting[surface]
                result[surface.rawValue] = .object([
                    "mode": .string(setting.mode.rawValue),
                    "changedDateTime": setting.changedAt.map { .string($0.rfc3339) } ?? .null,
                    "changedBy": setting.changedBy.map { .string($0) } ?? .null,
                ])
            }
            var servers: JSONObject = [:]
            for mailProtocol in MailDoor.MailProtocol.allCases {
                let server = status.setting.mailDoor[mailProtocol]
                servers[mailProtocol.rawValue] = server.map { JSONValue.string($0.text) } ?? JSONValue.null
            }
            result["mailServers"] = .object(servers)
            result["mailKeys"] = .array(
                status.keys.map { key in
                    .object([
                        "hint": .string(key.hint), "createdDateTime": .string(key.createdAt.rfc3339),
                        "endDateTime": key.expiresAt.map { .string($0.rfc3339) } ?? .null,
                    ])
                })
            options.print(result)
        }
    }
}

/// Switches a surface.
struct SetLegacyCommand: AsyncParsableCommand {
    static let configuration = CommandConfiguration(
        commandName: "set", abstract: "Say which authentication a surface has.",
        discussion: "Under the security defaults a password alone is blocked whatever is said here.")

    @OptionGroup var options: StoreOptions

    @Argument(help: "mail, web, directory or network.")
    var surface: LegacySurface

    @Argument(help: "legacy (passwords; nobody has begun), both (people are being moved) or modern (tokens only).")
    var mode: LegacySurface.Mode

    func run() async throws {
        try await options.work { tools in
            try await SetLegacySurface(tools)(surface, mode, by: try await tools.operatorCaller())
            options.print(["surface": .string(surface.rawValue), "mode": .string(mode.rawValue)])
        }
    }
}

/// Says where mail goes.
struct MailServerCommand: AsyncParsableCommand {
    static let configuration = CommandConfiguration(
        commandName: "mail-server", abstract: "Say to which mail server the mail proxy sends whom it lets in.")

    @OptionGroup var options: StoreOptions

    @Argument(help: "imap, pop3 or smtp.")
    var mailProtocol: MailDoor.MailProtocol

    @Argument(help: ArgumentHelp("192.0.2.4:143, [2001:db8::4]:143, or none.", valueName: "address:port"))
    var server: String

    func run() async throws {
        try await options.work { tools in
            let caller = try await tools.operatorCaller()
            do {
                try await SetMailServers(tools)([mailProtocol: server == "none" ? "" : server], by: caller)
            } catch ActionError.invalid {
                throw CommandFailure("`\(server)` is not an address and a port: a name will not do for nginx")
            }
            options.print(["protocol": .string(mailProtocol.rawValue), "server": .string(server)])
        }
    }
}

/// Makes the key of the mail proxy, or takes keys back.
struct MailKeyCommand: AsyncParsableCommand {
    static let configuration = CommandConfiguration(
        commandName: "mail-key", abstract: "Make a key for the mail proxy, shown once, or take keys back.",
        discussion: "Older keys count for a day beside a new one.")

    /// Which keys are taken back.
    enum Which: String, ExpressibleByArgument, CaseIterable { case older, all }

    @OptionGroup var options: StoreOptions

    @Option(help: "Take keys back instead: older, or all, which shuts the mail door.")
    var revoke: Which?

    func run() async throws {
        try await options.work { tools in
            let caller = try await tools.operatorCaller()
            if let revoke {
                try await RevokeMailKeys(tools)(all: revoke == .all, by: caller)
                options.print(["revoked": .string(revoke.rawValue)])
            } else {
                options.print(["mailKey": .string(try await MakeMailKey(tools)(by: caller).text)])
            }
        }
    }
}

extension LegacySurface: ExpressibleByArgument {}
extension LegacySurface.Mode: ExpressibleByArgument {}
extension MailDoor.MailProtocol: ExpressibleByArgument {}
