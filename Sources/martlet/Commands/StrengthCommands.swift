import ArgumentParser
import MartletActions
import MartletCredentials
import MartletDirectory
import MartletPolicy

/// Works with authentication strengths.
struct StrengthCommands: AsyncParsableCommand {
    static let configuration = CommandConfiguration(
        commandName: "strengths",
        abstract: "Show or change the authentication strengths that apps may demand.",
        subcommands: [
            ListStrengthsCommand.self, ShowStrengthCommand.self, AddStrengthCommand.self, EditStrengthCommand.self,
            DeleteStrengthCommand.self,
        ])
}

/// Lists the strengths.
struct ListStrengthsCommand: AsyncParsableCommand {
    static let configuration = CommandConfiguration(
        commandName: "list", abstract: "List the built-in strengths and those of your own.")

    @OptionGroup var options: StoreOptions

    func run() async throws {
        try await options.work { tools in
            let lines = try await ListStrengths(tools)(by: try await tools.operatorCaller())
            options.print(["strengths": .array(lines.map { .object($0.listing) })])
        }
    }
}

/// Shows one strength.
struct ShowStrengthCommand: AsyncParsableCommand {
    static let configuration = CommandConfiguration(commandName: "show", abstract: "Show a strength.")

    @OptionGroup var options: StoreOptions

    @Argument(help: "Its name or id; mfa, passwordless or phishing-resistant for a built-in one.")
    var strength: String

    func run() async throws {
        try await options.work { tools in
            let caller = try await tools.operatorCaller()
            let found = try await tools.strength(strength, by: caller)
            guard let line = try await ListStrengths(tools)(by: caller).first(where: { $0.strength.id == found.id })
            else { throw CommandFailure("there is no authentication strength `\(strength)`") }
            options.print(line.listing)
        }
    }
}

/// Adds a strength.
struct AddStrengthCommand: AsyncParsableCommand {
    static let configuration = CommandConfiguration(
        commandName: "add", abstract: "Add a strength; there are at most 15 of your own.",
        discussion: "A combination is written as in password,softwareOath or fido2.")

    @OptionGroup var options: StoreOptions

    @Argument(help: "Its name.")
    var name: String

    @Option(name: .customLong("combination"), help: "Ways of proving oneself that are enough; may be repeated.")
    var combinations: [String] = []

    @Option(name: .customLong("passkey-model"), help: "A model that a passkey must be of; may be repeated.")
    var models: [String] = []

    @OptionGroup var certificates: CertificateLimitOptions

    @Option(help: "What it is for.")
    var description = ""

    func run() async throws {
        try await options.work { tools in
            let strength = try await SaveStrength(tools)(
                SaveStrength.Wish(
                    displayName: name, explanation: description, combinations: combinations, passkeyModels: models,
                    certificates: certificates.limit()),
                by: try await tools.operatorCaller())
            options.print(["id": .string(strength.id.rawValue), "displayName": .string(strength.displayName)])
        }
    }
}

/// Changes a strength.
struct EditStrengthCommand: AsyncParsableCommand {
    static let configuration = CommandConfiguration(
        commandName: "edit", abstract: "Change a strength of your own; what is not named stays as it is.")

    @OptionGroup var options: StoreOptions

    @Argument(help: "Its name or id.")
    var strength: String

    @Option(help: "Its new name.")
    var name: String?

    @Option(name: .customLong("combination"), help: "The combinations in place of those there are; may be repeated.")
    var combinations: [String] = []

    @Option(name: .customLong("passkey-model"), help: "The models in place of those there are; `any` for every model.")
    var models: [String] = []

    @OptionGroup var certificates: CertificateLimitOptions

    @Option(help: "What it is for.")
    var description: String?

    func run() async throws {
        try await options.work { tools in
            let caller = try await tools.operatorCaller()
            let found = try await tools.strength(strength, by: caller)
            guard let line = try await ListStrengths(tools)(by: caller).first(where: { $0.strength.id == found.id }),
                let old = line.custom
            else { throw CommandFailure("`\(strength)` is built in and never changes") }
            let saved = try await SaveStrength(tools)(
                SaveStrength.Wish(
                    displayName: name ?? old.displayName, explanation: description ?? old.explanation,
                    combinations: combinations.isEmpty ? old.combinations : combinations,
                    passkeyModels: models == ["any"] ? [] : models.isEmpty ? old.passkeyModels : models,
                    certificates: certificates.limit(over: old.certificates)),
                replacing: old.id, by: caller)
            options.print([
                "id": .string(saved.id.rawValue), "displayName": .string(saved.displayName),
                "demandedBy": .strings(line.demandedBy),
            ])
        }
    }
}

/// Deletes a strength.
struct DeleteStrengthCommand: AsyncParsableCommand {
    static let configuration = CommandConfiguration(
        commandName: "delete", abstract: "Delete a strength of your own that no app demands.")

    @OptionGroup var options: StoreOptions

    @Argument(help: "Its name or id.")
    var strength: String

    func run() async throws {
        try await options.work { tools in
            let caller = try await tools.operatorCaller()
            let found = try await tools.strength(strength, by: caller)
            guard !found.isBuiltIn else { throw CommandFailure("`\(strength)` is built in and never changes") }
            do {
                try await DeleteStrength(tools)(ID(found.id.rawValue), by: caller)
            } catch ActionError.conflict(.inUse) {
                throw CommandFailure("an app demands `\(strength)`")
            }
            options.print(["id": .string(found.id.rawValue), "deleted": true])
        }
    }
}

extension Tools {
    /// The strength that somebody typed.
    fileprivate func strength(_ text: String, by caller: Caller) async throws -> AuthenticationStrength {
        guard let found = try await FindStrength(self)(text, by: caller) else {
            throw CommandFailure("there is no authentication strength `\(text)`")
        }
        return found
    }
}

extension ListStrengths.Line {
    /// What the commands print of a strength, under Graph's names (AS-2).
    fileprivate var listing: JSONObject {
        [
            "id": .string(strength.id.rawValue), "displayName": .string(strength.displayName),
            "description": .string(custom?.explanation ?? ""),
            "policyType": .string(strength.isBuiltIn ? "builtIn" : "custom"),
            "requirementsSatisfied": .string(strength.demandsMultiFactor ? "mfa" : "none"),
            "allowedCombinations": .strings(strength.combinations.map(\.name)),
            "allowedAAGUIDs": .strings(strength.passkeyModels.sorted()),
            "allowedIssuerSkis": .strings(strength.certificates?.issuers ?? []),
            "allowedPolicyOIDs": .strings(strength.certificates?.policies ?? []),
            "appliesToCombinations": .strings(strength.limitedCombinations.map(\.name)),
            "demandedBy": .strings(demandedBy),
        ]
    }
}
