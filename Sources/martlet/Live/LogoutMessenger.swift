import Logging
import MartletActions
import ServiceLifecycle

/// Tells apps that sessions have ended: at once when one ends on this node, and every few seconds for what is tried again,
/// and for what other nodes and the command line have ended.
struct LogoutMessenger: Service {
    let tools: Tools

    func run() async throws {
        await cancelWhenGracefulShutdown {
            await withTaskGroup { group in
                group.addTask {
                    while !Task.isCancelled {
                        tools.logoutBell.ring()
                        try? await Task.sleep(for: .seconds(5))
                    }
                }
                group.addTask {
                    for await _ in tools.logoutBell.rings { await deliver() }
                }
                await group.waitForAll()
            }
        }
    }

    private func deliver() async {
        do {
            while try await DeliverLogouts(tools)() > 0 {}
        } catch let error where !(error is CancellationError) {
            tools.logger.error("telling apps of sign-outs failed", metadata: ["cause": "\(error)"])
        } catch {}
    }
}
