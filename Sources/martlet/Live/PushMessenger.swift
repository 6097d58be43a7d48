import Logging
import MartletActions
import ServiceLifecycle

/// Tells phones that a sign-in waits for them: at once when one begins to on this node, and every few seconds for what
/// other nodes have left behind.
struct PushMessenger: Service {
    let tools: Tools

    func run() async throws {
        await cancelWhenGracefulShutdown {
            await withTaskGroup { group in
                group.addTask {
                    while !Task.isCancelled {
                        tools.pushBell.ring()
                        try? await Task.sleep(for: .seconds(5))
                    }
                }
                group.addTask {
                    for await _ in tools.pushBell.rings { await deliver() }
                }
                await group.waitForAll()
            }
        }
    }

    private func deliver() async {
        do {
            while try await DeliverPushes(tools)() > 0 {}
        } catch let error where !(error is CancellationError) {
            tools.logger.error("telling phones of sign-ins failed", metadata: ["cause": "\(error)"])
        } catch {}
    }
}
