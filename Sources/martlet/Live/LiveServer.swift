import Foundation
import Hummingbird
import HummingbirdCore
import HummingbirdTLS
import Logging
import MartletActions
import MartletDirectory
import MartletServer
import NIOCore
import NIOPosix
import NIOSSL
import ServiceLifecycle

/// The running server: sockets, signals, upkeep.
struct LiveServer: Sendable {
    let wiring: Wiring
    let address: ListenAddress
    let tls: TLSConfiguration?
    let options: ServerOptions
    /// Whether clients are asked for a certificate.
    var asksForCertificates = false
    /// Where people's browsers are asked for one; `nil` for nowhere.
    var certificateAddress: ListenAddress?
    /// How directory clients are answered, if they are.
    var directory: LDAPListener.Options?
    /// The port at which gateways ask by RADIUS, if they may.
    var radiusPort: Int?
    /// How it is watched, how many it lets in, and how it ends.
    var monitoring = MonitoringChoices()
    /// What is printed besides where to go.
    var notes: [String] = []

    /// Serves until the process is told to stop; then finishes what is under way.
    func run() async throws {
        let tools = wiring.tools
        let doors = Doors(tools: tools, pages: try PageRenderer(), options: options)
        try await ProvideFirstPartyApplications(tools)()
        let welcome = try await welcome()
        try await SupplySigningKeys(tools)()
        var http = HTTP1Channel.Configuration(additionalChannelHandlers: [LastRequest()], idleTimeout: .seconds(75))
        http.httpDecoder = .init(maxHeaderFieldSize: 16 * 1024, maxHeaderListSize: 32 * 1024, maxHeaderFieldCount: 100)
        let builder: HTTPServerBuilder =
            if let tls, asksForCertificates {
                HTTPServerBuilder { [http] responder in
                    try CertificateChannel(HTTP1Channel(responder: responder, configuration: http), tls: tls)
                }
            } else if let tls {
                try .tls(.http1(configuration: http), tlsConfiguration: tls)
            } else {
                .http1(configuration: http)
            }
        var quiet = Logger(label: "http") { LineLogHandler(label: $0) }
        quiet.logLevel = .warning
        let requests = tools.measures.requests
        let loops = MultiThreadedEventLoopGroup.singleton
        let listener = Listener(loops: loops, measures: requests)
        let certificateListener = Listener(loops: loops, measures: requests)
        let app = Application(
            router: ServerRouter.make(doors), server: builder,
            configuration: ApplicationConfiguration(
                address: .hostname(address.bindHost, port: address.port), backlog: 1024,
                availableConnectionsDelegate: ConnectionLimit(monitoring.mostConnections, measures: requests)),
            onServerRunning: { channel in
                await listener.opened(channel)
                // Straight to the descriptor: a buffered line would come too late for whoever waits for it.
                StandardStream.output.write(line: welcome)
            }, eventLoopGroupProvider: .shared(loops), logger: quiet)
        // The last one stops first. What the others do on their way out is traced too, so the traces end after them.
        var services: [ServiceGroupConfiguration.ServiceConfiguration] = []
        if let queue = options.traces, let collector = monitoring.collector {
            services.append(.init(service: TraceMessenger(sender: TraceSender(queue, collector: collector))))
        }
        if let certificateAddress, let tls {
            let people = try certificateServer(
                ServerRouter.make(doors), at: certificateAddress, tls: tls, http: http, loops: loops,
                listener: certificateListener, logger: quiet)
            services.append(.init(service: people, successTerminationBehavior: .gracefullyShutdownGroup))
        }
        services += [
            .init(service: app, successTerminationBehavior: .gracefullyShutdownGroup),
            .init(service: UpkeepTimer(tools: tools)), .init(service: RevocationListTimer(tools: tools)),
        ]
        if let directory {
            services.append(
                .init(service: DirectoryService(listener: try LDAPListener(tools, directory), loops: loops)))
        }
        if let radiusPort {
            let network = NetworkService(
                listener: RADIUSListener(tools, country: options.country), host: address.bindHost, port: radiusPort,
                loops: loops)
            services.append(.init(service: network))
        }
        services += [
            .init(service: OutboxMessenger.logouts(tools)),
            .init(service: OutboxMessenger.pushes(tools)),
        ]
        var configuration = ServiceGroupConfiguration(services: services, logger: quiet)
        configuration.maximumGracefulShutdownDuration = StopSignals.longest - StopSignals.reserve
        let group = ServiceGroup(configuration: configuration)
        let signals = StopSignals(
            delay: monitoring.stopDelay, announce: { doors.readiness.stop() },
            stop: {
                Task {
                    await listener.end()
                    await certificateListener.end()
                    await group.triggerGracefulShutdown()
                }
            })
        defer { withExtendedLifetime(signals) {} }
        do {
            try await group.run()
        } catch  where doors.readiness.isStopping {
            // Requests that did not end in time were given up: that is how it was to end.
        } catch let error as IOError where error.errnoCode == EADDRINUSE {
            throw CommandFailure("\(ports) is taken by another program; choose one with --listen")
        } catch let error as IOError where error.errnoCode == EACCES {
            throw CommandFailure("\(ports) may not be opened by this user; choose one above 1023")
        }
    }

    /// The ports as a failure names them.
    private var ports: String {
        guard let certificateAddress else { return "port \(address.port)" }
        return "port \(address.port) or \(certificateAddress.port)"
    }

    /// The socket at which people's browsers are asked for a certificate.
    private func certificateServer(
        _ router: AnyCaseRouter, at address: ListenAddress, tls: TLSConfiguration, http: HTTP1Channel.Configuration,
        loops: any EventLoopGroup, listener: Listener, logger: Logger
    ) throws -> some Service {
        Application(
            router: router,
            server: HTTPServerBuilder { responder in
                try CertificateChannel(HTTP1Channel(responder: responder, configuration: http), tls: tls)
            },
            configuration: ApplicationConfiguration(
                address: .hostname(address.bindHost, port: address.port), backlog: 256,
                availableConnectionsDelegate: ConnectionLimit(
                    monitoring.mostConnections, measures: wiring.tools.measures.requests)),
            onServerRunning: { channel in await listener.opened(channel) },
            eventLoopGroupProvider: .shared(loops), logger: logger)
    }

    /// What is printed when the socket is open: where to go.
    private func welcome() async throws -> String {
        let tools = wiring.tools
        var lines = ["Martlet is ready: \(tools.publicURL.text)"]
        if let code = try await PrepareSetUp(tools)() {
            lines.append("")
            lines.append("Set up your organisation (the link works once):")
            lines.append("  \(tools.publicURL.text)/setup?code=\(code)")
        } else {
            lines.append("Admin center: \(tools.publicURL.text)/admin")
        }
        lines.append("")
        lines += notes
        return lines.joined(separator: "\n")
    }
}

/// What the operator chose about watching and ending, read.
struct MonitoringChoices: Sendable {
    /// The most connections at one time.
    var mostConnections = DescriptorLimit.connections
    /// How long it goes on after it was told to end.
    var stopDelay = Duration.zero
    /// Where traces go.
    var collector: String?
}

/// Sends traces to the collector for as long as the server runs.
struct TraceMessenger: Service {
    let sender: TraceSender

    func run() async throws { await cancelWhenGracefulShutdown { await sender.run() } }
}

/// Runs the housekeeping a few seconds after the start, for what fell due while nothing ran, and then once a minute.
struct UpkeepTimer: Service {
    let tools: Tools

    func run() async throws {
        try? await cancelWhenGracefulShutdown {
            try await Task.sleep(for: .seconds(5))
            do { try await CountFigures(tools)() } catch let error where !(error is CancellationError) {
                tools.logger.error("the figures of the overview were not counted", metadata: ["cause": "\(error)"])
            }
            while true {
                do {
                    try await Housekeeping(tools)()
                } catch let error where !(error is CancellationError) {
                    tools.logger.error("housekeeping failed", metadata: ["cause": "\(error)"])
                }
                try await Task.sleep(for: .seconds(60))
            }
        }
    }
}

/// Fetches lists of revoked certificates some seconds after the start, and then every quarter of an hour. It has a timer of
/// its own, so that a slow server elsewhere holds nothing up.
struct RevocationListTimer: Service {
    let tools: Tools

    func run() async throws {
        try? await cancelWhenGracefulShutdown {
            try await Task.sleep(for: .seconds(10))
            while true {
                do {
                    try await FetchRevocationLists(tools)()
                } catch let error where !(error is CancellationError) {
                    tools.logger.error("fetching lists of revoked certificates failed", metadata: ["cause": "\(error)"])
                }
                try await Task.sleep(for: .seconds(900))
            }
        }
    }
}
