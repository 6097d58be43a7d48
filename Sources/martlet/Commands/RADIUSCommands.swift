import ArgumentParser
import MartletActions
import MartletCredentials
import MartletDirectory

/// Works with what concerns RADIUS.
struct RADIUSCommands: AsyncParsableCommand {
    static let configuration = CommandConfiguration(
        commandName: "radius", abstract: "Work with RADIUS.", subcommands: [RADIUSClientCommands.self])
}

/// Works with the boxes that may ask.
struct RADIUSClientCommands: AsyncParsableCommand {
    static let configuration = CommandConfiguration(
        commandName: "clients", abstract: "Work with the gateways and access points that may ask by RADIUS.",
        subcommands: [
            AddRADIUSClientCommand.self, ListRADIUSClientsCommand.self, RenameRADIUSClientCommand.self,
            ReplaceRADIUSSecretCommand.self, RemoveRADIUSClientCommand.self,
        ])
}

/// Adds a box.
struct AddRADIUSClientCommand: AsyncParsableCommand {
    static let configuration = CommandConfiguration(
        commandName: "add", abstract: "Let a gateway or access point ask; the secret is printed once.")

    @OptionGroup var options: StoreOptions

    @Argument(help: "What it is.")
    var name: String

    @Argument(help: "The address that it asks from, or a range such as 10.1.0.0/16.")
    var range: String

    @Flag(
        help: "Read a secret of 16 to 128 characters from the standard input; a fresh one is made otherwise.")
    var secretStdin = false

    func run() async throws {
        try await options.work { tools in
            let secret = secretStdin ? try Self.secretFromInput() : nil
            let added = try await AddRADIUSClient(tools)(
                name: name, range: range, secret: secret, by: try await tools.operatorCaller())
            let id = JSONValue.string(added.client.id.rawValue)
            let addresses = JSONValue.string(added.client.addressRange)
            if secret == nil {
                options.print(["id": id, "range": addresses, "secret": .string(added.secret)])
            } else {
                options.print(["id": id, "range": addresses])
            }
        }
    }

    /// The line on the standard input.
    static func secretFromInput() throws -> String {
        guard let line = readLine(strippingNewline: true), !line.isEmpty else {
            throw CommandFailure("a secret is expected on the standard input")
        }
        return line
    }
}

/// Lists the boxes.
struct ListRADIUSClientsCommand: AsyncParsableCommand {
    static let configuration = CommandConfiguration(commandName: "list", abstract: "List who may ask.")

    @OptionGroup var options: StoreOptions

    func run() async throws {
        try await options.work { tools in
            let clients = try await ListRADIUSClients(tools)(by: try await tools.operatorCaller())
            let rows = clients.map { client -> JSONValue in
                .object([
                    "id": .string(client.id.rawValue), "name": .string(client.name),
                    "range": .string(client.addressRange), "createdDateTime": .string(client.createdAt.rfc3339),
                ])
            }
            options.print(["clients": .array(rows)])
        }
    }
}

/// Removes a box.
struct RemoveRADIUSClientCommand: AsyncParsableCommand {
    static let configuration = CommandConfiguration(
        commandName: "remove", abstract: "Let a gateway or access point ask no longer.")

    @OptionGroup var options: StoreOptions

    @Argument(help: "The id, as `list` prints it.")
    var id: String

    func run() async throws {
        try await options.work { tools in
            let client = try Self.client(id)
            try await RemoveRADIUSClient(tools)(client, by: try await tools.operatorCaller())
            options.print(["id": .string(client.rawValue)])
        }
    }

    /// The id that was written.
    static func client(_ text: String) throws -> ID<RADIUSClient> {
        guard let client = ID<RADIUSClient>(parsing: text) else {
            throw CommandFailure("`\(text)` is not the id of a RADIUS client")
        }
        return client
    }
}

/// Renames a box.
struct RenameRADIUSClientCommand: AsyncParsableCommand {
    static let configuration = CommandConfiguration(
        commandName: "rename", abstract: "Give a gateway or access point another name.")

    @OptionGroup var options: StoreOptions

    @Argument(help: "The id, as `list` prints it.")
    var id: String

    @Argument(help: "What it is called from now on.")
    var name: String

    func run() async throws {
        try await options.work { tools in
            let client = try RemoveRADIUSClientCommand.client(id)
            try await RenameRADIUSClient(tools)(client, to: name, by: try await tools.operatorCaller())
            options.print(["id": .string(client.rawValue)])
        }
    }
}

/// Gives a box another secret.
struct ReplaceRADIUSSecretCommand: AsyncParsableCommand {
    static let configuration = CommandConfiguration(
        commandName: "new-secret",
        abstract: "Give a gateway or access point another secret, printed once; the old one counts no more.")

    @OptionGroup var options: StoreOptions

    @Argument(help: "The id, as `list` prints it.")
    var id: String

    @Flag(
        help: "Read a secret of 16 to 128 characters from the standard input; a fresh one is made otherwise.")
    var secretStdin = false

    func run() async throws {
        try await options.work { tools in
            let client = try RemoveRADIUSClientCommand.client(id)
            let secret = secretStdin ? try AddRADIUSClientCommand.secretFromInput() : nil
            let replaced = try await ReplaceRADIUSSecret(tools)(
                client, secret: secret, by: try await tools.operatorCaller())
            let id = JSONValue.string(client.rawValue)
            options.print(secret == nil ? ["id": id, "secret": .string(replaced.secret)] : ["id": id])
        }
    }
}
