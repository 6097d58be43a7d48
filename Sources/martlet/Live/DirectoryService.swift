import MartletServer
import NIOCore
import NIOPosix
import ServiceLifecycle

/// Answers directory clients for as long as the server runs.
struct DirectoryService: Service {
    let listener: LDAPListener
    let loops: any EventLoopGroup

    func run() async throws {
        let sockets: [any Channel]
        do {
            sockets = try await listener.open(on: loops)
        } catch {
            throw CommandFailure("the port for LDAP cannot be opened: \(error)")
        }
        try? await gracefulShutdown()
        for socket in sockets { try? await socket.close().get() }
    }
}
