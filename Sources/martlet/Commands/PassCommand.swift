import ArgumentParser
import MartletActions
import MartletCredentials
import MartletDirectory

/// Gives somebody a temporary access pass, or takes it away.
struct PassCommand: AsyncParsableCommand {
    static let configuration = CommandConfiguration(
        commandName: "pass", abstract: "Give somebody a temporary access pass, shown once, or take it away.",
        discussion: "A new pass replaces the old one. Whatever was opened with a pass ends with it.")

    @OptionGroup var options: StoreOptions

    @Argument(help: ArgumentHelp("The sign-in name.", valueName: "upn"))
    var name: String

    @Option(help: "How many minutes it works; the policy says how few and how many.")
    var minutes: Int?

    @Option(help: "In how many minutes it begins.")
    var delay: Int?

    @Flag(help: "Make it good for one sign-in only.")
    var once = false

    @Flag(help: "Delete the pass instead.")
    var delete = false

    func validate() throws {
        guard !delete || (minutes == nil && delay == nil && !once) else {
            throw ValidationError("--delete takes no other option")
        }
        guard (0...43_200).contains(delay ?? 0) else { throw ValidationError("--delay is 0 to 43200 minutes") }
    }

    func run() async throws {
        try await options.work { tools in
            let caller = try await tools.operatorCaller()
            guard let user = try await FindUser(tools)(named: name, by: caller) else {
                throw CommandFailure("there is no user `\(name)`")
            }
            guard !delete else {
                try await DeletePass(tools)(user.id, by: caller)
                options.print(["userPrincipalName": .string(user.userPrincipalName.text), "deleted": true])
                return
            }
            let given = try await GivePass(tools)(
                user.id,
                GivePass.Wish(
                    startsAt: delay.map { tools.now + .minutes($0) }, minutes: minutes, isOneTime: once), by: caller)
            // TP-5's names; the only time that the pass itself is told (TP-4).
            options.print([
                "userPrincipalName": .string(user.userPrincipalName.text), "temporaryAccessPass": .string(given.text),
                "startDateTime": .string(given.pass.startsAt.rfc3339),
                "lifetimeInMinutes": .integer(Int64(given.pass.lifetimeInMinutes)),
                "isUsableOnce": .bool(given.pass.isOneTime), "isUsable": .bool(given.isUsable),
            ])
        }
    }
}
