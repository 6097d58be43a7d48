import Logging
import MartletActions
import ServiceLifecycle

/// Tells others of what waits in an outbox of the store: at once when its bell rings on this node, and every few seconds
/// for what is tried again, and for what other nodes and the command line have left there.
struct OutboxMessenger: Service {
    /// What rings when something comes into the outbox.
    let bell: Bell
    /// What is told to whom, for the log.
    let task: String
    let logger: Logger
    /// Tells of some of what waits, and answers how much that was; 0 where nothing is left.
    let deliver: @Sendable () async throws -> Int

    func run() async throws {
        await cancelWhenGracefulShutdown {
            await withTaskGroup { group in
                group.addTask {
                    while !Task.isCancelled {
                        bell.ring()
                        try? await Task.sleep(for: .seconds(5))
                    }
                }
                group.addTask {
                    for await _ in bell.rings { await deliverAll() }
                }
                await group.waitForAll()
            }
        }
    }

    private func deliverAll() async {
        do {
            while try await deliver() > 0 {}
        } catch let error where !(error is CancellationError) {
            logger.error("\(task) failed", metadata: ["cause": "\(error)"])
        } catch {}
    }
}

extension OutboxMessenger {
    /// Tells apps that sessions have ended.
    static func logouts(_ tools: Tools) -> OutboxMessenger {
        OutboxMessenger(bell: tools.logoutBell, task: "telling apps of sign-outs", logger: tools.logger) {
            try await DeliverLogouts(tools)()
        }
    }

    /// Tells phones that a sign-in waits for them.
    static func pushes(_ tools: Tools) -> OutboxMessenger {
        OutboxMessenger(bell: tools.pushBell, task: "telling phones of sign-ins", logger: tools.logger) {
            try await DeliverPushes(tools)()
        }
    }
}
