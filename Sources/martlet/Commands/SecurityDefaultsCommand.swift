import ArgumentParser
import MartletActions
import MartletCredentials
import MartletDirectory

/// Shows or throws the one switch.
struct SecurityDefaultsCommand: AsyncParsableCommand {
    static let configuration = CommandConfiguration(
        commandName: "security-defaults", abstract: "Show the security defaults, or switch them on or off.")

    /// What to do.
    enum Verb: String, ExpressibleByArgument, CaseIterable { case status, on, off }

    @OptionGroup var options: StoreOptions

    @Argument(help: "status, on or off.")
    var verb: Verb

    @Option(
        help: ArgumentHelp(
            "Why they are switched off: conditional-access, too-many-prompts, needed-apps, or your own words."))
    var reason: String?

    @Flag(help: "When switching on, let sessions that are open go on.")
    var keepSessions = false

    func validate() throws {
        guard verb != .off || reason?.isEmpty == false else {
            throw ValidationError("--reason is needed to switch off")
        }
    }

    func run() async throws {
        try await options.work { tools in
            let caller = try await tools.operatorCaller()
            switch verb {
            case .status: break
            case .on: _ = try await SwitchSecurityDefaults(tools).on(revokesSessions: !keepSessions, by: caller)
            case .off:
                let (named, text) = disableReason
                try await SwitchSecurityDefaults(tools).off(reason: named, text: text, by: caller)
            }
            let tenant = try await tools.organization(of: caller)
            options.print([
                "isEnabled": .bool(tenant.securityDefaults.isEnabled),
                "enabledDateTime": tenant.securityDefaults.enabledAt.map { .string($0.rfc3339) } ?? .null,
                "registrationGraceDays": .integer(Int64(tenant.securityDefaults.registrationGraceDays)),
                "tenantId": .string(tenant.id.rawValue),
            ])
        }
    }

    private var disableReason: (SwitchSecurityDefaults.DisableReason, text: String) {
        switch reason {
        case "conditional-access": (.usingConditionalAccess, "")
        case "too-many-prompts": (.tooManyPrompts, "")
        case "needed-apps": (.neededAppsOrDevices, "")
        default: (.other, reason ?? "")
        }
    }
}
