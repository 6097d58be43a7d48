import ArgumentParser
import MartletActions
import MartletCredentials

/// Walks the store and reports every broken invariant.
struct Check: AsyncParsableCommand {
    static let configuration = CommandConfiguration(
        abstract: "Walk the store and report every broken invariant.", discussion: "Exits with 0 on a healthy store.")

    @OptionGroup var options: StoreOptions

    func run() async throws {
        try await options.work { tools in
            let broken = try await CheckStore(tools)()
            options.print(["healthy": .bool(broken.isEmpty), "broken": .strings(broken)])
            guard broken.isEmpty else { throw ExitCode(1) }
        }
    }
}
