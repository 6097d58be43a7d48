import MartletActions
import NIOCore
import NIOPosix
import NIOSSL
import Synchronization

/// The sockets of the directory: one where TLS begins with StartTLS, one where it is there from the first byte.
package final class LDAPListener: Sendable {
    /// How the directory is served.
    package struct Options: Sendable {
        /// The address to listen on.
        package var host: String
        /// The port for StartTLS, or `nil`; 0 lets the system choose.
        package var port: Int?
        /// The port for LDAPS, or `nil`.
        package var securePort: Int?
        /// The certificate and its key.
        package var tls: TLSConfiguration
        /// The most connections at one time.
        package var mostConnections = 512
        /// The most connections of one address, or of one /64 of IPv6, which is one household.
        package var mostOfAddress = 64
        /// The country of an address, where that is known.
        package var country: @Sendable (String) -> String? = { _ in nil }

        /// Options with what cannot be left out.
        package init(host: String, port: Int?, securePort: Int?, tls: TLSConfiguration) {
            self.host = host
            self.port = port
            self.securePort = securePort
            self.tls = tls
        }
    }

    private let tools: Tools
    private let options: Options
    private let context: NIOSSLContext
    private let patience: LDAPHandler.Patience
    private let connections: Mutex<LDAPConnections>

    /// A listener that is not open yet.
    /// - Throws: where TLS cannot be set up.
    package convenience init(_ tools: Tools, _ options: Options) throws {
        try self.init(tools, options, patience: LDAPHandler.Patience())
    }

    init(_ tools: Tools, _ options: Options, patience: LDAPHandler.Patience) throws {
        self.tools = tools
        self.options = options
        self.patience = patience
        connections = Mutex(LDAPConnections(most: options.mostConnections, mostOfAddress: options.mostOfAddress))
        context = try NIOSSLContext(configuration: options.tls)
    }

    /// Opens the sockets and answers them, StartTLS first. Whoever closes them ends the listening; connections that
    /// live are closed with their loops, or by `channel.close` of each.
    /// - Throws: what binding throws.
    package func open(on loops: any EventLoopGroup) async throws -> [any Channel] {
        var opened: [any Channel] = []
        do {
            if let port = options.port { opened.append(try await bind(port, isSecure: false, loops)) }
            if let port = options.securePort { opened.append(try await bind(port, isSecure: true, loops)) }
        } catch {
            for channel in opened { try? await channel.close().get() }
            throw error
        }
        return opened
    }

    private func bind(_ port: Int, isSecure: Bool, _ loops: any EventLoopGroup) async throws -> any Channel {
        try await ServerBootstrap(group: loops)
            .serverChannelOption(.backlog, value: 256)
            .serverChannelOption(.socketOption(.so_reuseaddr), value: 1)
            .childChannelOption(.maxMessagesPerRead, value: 1)
            .childChannelOption(.socketOption(.tcp_nodelay), value: 1)
            .childChannelInitializer { [self] channel in take(channel, isSecure: isSecure) }
            .bind(host: options.host, port: port).get()
    }

    /// How many connections there are.
    var connectionCount: Int { connections.withLock(\.count) }

    /// Takes a connection, or closes one too many.
    func take(_ channel: any Channel, isSecure: Bool) -> EventLoopFuture<Void> {
        let address = channel.remoteAddress?.ipAddress ?? ""
        guard connections.withLock({ $0.admit(address) }) else { return channel.close() }
        // Whatever becomes of it, also one that never came to life ends here, and once.
        channel.closeFuture.whenComplete { [self] _ in connections.withLock { $0.leave(address) } }
        return channel.eventLoop.makeCompletedFuture {
            let pipeline = channel.pipeline.syncOperations
            if isSecure { try pipeline.addHandler(NIOSSLServerHandler(context: context)) }
            try pipeline.addHandler(
                LDAPHandler(
                    tools: tools, tls: context, isSecure: isSecure, patience: patience, country: options.country))
        }
    }
}
