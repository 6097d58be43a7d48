import ArgumentParser
import MartletActions
import MartletCredentials
import MartletPolicy

/// Works with the authentication methods policy.
struct MethodsCommand: AsyncParsableCommand {
    static let configuration = CommandConfiguration(
        commandName: "methods", abstract: "Show or change which authentication methods there are, and for whom.",
        subcommands: [ShowMethodsCommand.self, SetMethodsCommand.self])
}

/// Shows the policy.
struct ShowMethodsCommand: AsyncParsableCommand {
    static let configuration = CommandConfiguration(
        commandName: "show", abstract: "Show every setting under the name that `methods set` takes.")

    @OptionGroup var options: StoreOptions

    func run() async throws {
        try await options.work { tools in
            let policy = try await MethodsPolicyStatus(tools)(by: try await tools.operatorCaller()).policy
            var result: JSONObject = [:]
            for field in MethodsPolicyField.all { result[field.name] = .string(field.text(in: policy)) }
            options.print(result)
        }
    }
}

/// Changes the policy.
struct SetMethodsCommand: AsyncParsableCommand {
    static let configuration = CommandConfiguration(
        commandName: "set", abstract: "Change settings.",
        discussion: "A setting is written name=value, as in temporaryAccessPass.maximumMinutes=600.")

    @OptionGroup var options: StoreOptions

    @Argument(help: ArgumentHelp("Settings.", valueName: "name=value"))
    var settings: [String]

    @Flag(help: "Only tell what it would do.")
    var dryRun = false

    func validate() throws {
        guard !settings.isEmpty, settings.allSatisfy({ $0.contains("=") }) else {
            throw ValidationError("a setting is written name=value")
        }
    }

    func run() async throws {
        let pairs = settings.map { setting in
            let parts = setting.split(separator: "=", maxSplits: 1, omittingEmptySubsequences: false)
            return (name: String(parts[0]), text: parts.count > 1 ? String(parts[1]) : "")
        }
        try await options.work { tools in
            let caller = try await tools.operatorCaller()
            let effect = try await MethodsPolicyStatus(tools).effect(of: pairs, by: caller)
            if !dryRun { try await SetMethodsPolicy(tools)(pairs, by: caller) }
            options.print([
                "changed": .bool(!dryRun), "peopleWithoutMethod": .integer(Int64(effect.stranded)),
                "someOfThem": .strings(effect.names), "lookedAtEverybody": .bool(effect.isComplete),
                "losesAdministrators": .bool(effect.losesAdministrators),
            ])
        }
    }
}
