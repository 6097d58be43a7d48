import Hummingbird
import HummingbirdTesting
import MartletActions
import MartletServer

extension TestHouse {
    /// The pages, read and compiled once for all tests: in a debug build that takes longer than most of them.
    private static let pages = Result { try PageRenderer() }

    /// Runs `body` against the whole server in memory, without a socket.
    ///
    /// There is no socket, hence no socket address: the empty one is the trusted proxy that says where browsers are.
    package func serve(
        trusting proxies: Set<String> = [""], certificateHeader: String? = nil, metrics: MetricsAccess = .ownMachine,
        process: @escaping @Sendable () -> ProcessFigures? = { nil }, traces: TraceQueue? = nil,
        _ body: @escaping @Sendable (any TestClientProtocol) async throws -> Void
    ) async throws {
        let doors = Doors(
            tools: tools, pages: try Self.pages.get(),
            options: ServerOptions(
                trustedProxies: proxies, extraHosts: ["localhost", ""], clientCertificateHeader: certificateHeader,
                metrics: metrics, process: process, traces: traces))
        let app = Hummingbird.Application(router: ServerRouter.make(doors))
        try await app.test(.router) { client in try await body(client) }
    }
}
