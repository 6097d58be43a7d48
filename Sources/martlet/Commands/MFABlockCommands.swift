import ArgumentParser
import MartletActions
import MartletCredentials
import MartletDirectory

/// Puts somebody on the block list.
struct BlockMFACommand: AsyncParsableCommand {
    static let configuration = CommandConfiguration(
        commandName: "mfa-block", abstract: "Have no second factor of somebody count, and sign them out.",
        discussion: "It ends after ninety days, or with mfa-unblock.")

    @OptionGroup var options: StoreOptions

    @Argument(help: ArgumentHelp("The sign-in name.", valueName: "upn"))
    var name: String

    @Option(help: "Why, for whoever looks later.")
    var reason: String

    func run() async throws {
        try await options.work { tools in
            let caller = try await tools.operatorCaller()
            let user = try await tools.existingUser(named: name, by: caller)
            let block = try await BlockMFA(tools)(user.id, reason: reason, by: caller)
            options.print(block.line(of: user))
        }
    }
}

/// Takes somebody off the block list.
struct UnblockMFACommand: AsyncParsableCommand {
    static let configuration = CommandConfiguration(
        commandName: "mfa-unblock", abstract: "Have the second factors of somebody count again.")

    @OptionGroup var options: StoreOptions

    @Argument(help: ArgumentHelp("The sign-in name.", valueName: "upn"))
    var name: String

    @Option(help: "Why, for whoever looks later.")
    var reason: String

    func run() async throws {
        try await options.work { tools in
            let caller = try await tools.operatorCaller()
            let user = try await tools.existingUser(named: name, by: caller)
            do {
                try await UnblockMFA(tools)(user.id, reason: reason, by: caller)
            } catch ActionError.conflict(.alreadyDone) {
                throw CommandFailure("`\(name)` is not on the block list")
            }
            options.print(["userPrincipalName": .string(user.userPrincipalName.text), "blocked": false])
        }
    }
}

/// Shows the block list.
struct ListMFABlocksCommand: AsyncParsableCommand {
    static let configuration = CommandConfiguration(
        commandName: "mfa-blocks", abstract: "List the people of whom no second factor counts.")

    @OptionGroup var options: StoreOptions

    func run() async throws {
        try await options.work { tools in
            let lines = try await ListMFABlocks(tools)(by: try await tools.operatorCaller())
            options.print(["blocks": .array(lines.map { .object($0.block.line(of: $0.user)) })])
        }
    }
}

extension Tools {
    /// The user of a name.
    fileprivate func existingUser(named name: String, by caller: Caller) async throws -> User {
        guard let user = try await FindUser(self)(named: name, by: caller) else {
            throw CommandFailure("there is no user `\(name)`")
        }
        return user
    }
}

extension MFABlock {
    /// The block as a line of output.
    fileprivate func line(of user: User) -> JSONObject {
        [
            "userPrincipalName": .string(user.userPrincipalName.text), "blocked": true, "reason": .string(reason),
            "cause": .string(cause.rawValue), "blockedDateTime": .string(blockedAt.rfc3339),
            "endDateTime": .string(endsAt.rfc3339),
        ]
    }
}
