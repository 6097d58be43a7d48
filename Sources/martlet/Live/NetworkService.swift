import MartletServer
import NIOCore
import ServiceLifecycle

/// Answers gateways by RADIUS for as long as the server runs.
struct NetworkService: Service {
    let listener: RADIUSListener
    let host: String
    let port: Int
    let loops: any EventLoopGroup

    func run() async throws {
        let socket: any Channel
        do {
            socket = try await listener.open(host: host, port: port, on: loops)
        } catch {
            throw CommandFailure("port \(port) for RADIUS cannot be opened: \(error)")
        }
        try? await gracefulShutdown()
        try? await socket.close().get()
    }
}
