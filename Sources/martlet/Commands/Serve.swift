import ArgumentParser
import Foundation
import Hummingbird
import HummingbirdCore
import HummingbirdTLS
import Logging
import MartletActions
import MartletDirectory
import MartletServer
import NIOCore
import NIOSSL
import ServiceLifecycle

/// Starts the server.
struct Serve: AsyncParsableCommand {
    static let configuration = CommandConfiguration(
        abstract: "Start Martlet.",
        discussion: "Without an organisation in the data folder it prints a link for setting one up.")

    @Option(help: "The folder that holds the database and the key.")
    var data = "./martlet-data"

    @OptionGroup var database: DatabaseOptions

    @Option(help: ArgumentHelp("How many connections to PostgreSQL this node may hold.", valueName: "1…200"))
    var databaseConnections = 12

    @Option(help: ArgumentHelp("The address to listen on.", valueName: "host:port"))
    var listen = "localhost:8080"

    @Option(help: "The address under which people and apps reach this server; http only on a loopback name.")
    var url: String?

    @Option(help: ArgumentHelp("The certificate chain, in PEM.", valueName: "pem"))
    var tlsCertificate: String?

    @Option(help: ArgumentHelp("The private key of the certificate, in PEM.", valueName: "pem"))
    var tlsKey: String?

    @Option(help: ArgumentHelp("A proxy whose X-Forwarded-For is believed; may be repeated.", valueName: "address"))
    var trustedProxy: [String] = []

    @Option(
        help: ArgumentHelp(
            "A file of address ranges and countries, as Debian's tor-geoipdb installs them; may be repeated.",
            valueName: "file"))
    var locations: [String] = []

    @OptionGroup var certificates: ClientCertificateOptions

    @OptionGroup var people: PersonCertificateOptions

    @OptionGroup var attestation: AttestationOptions

    @OptionGroup var outgoing: OutgoingOptions

    @OptionGroup var legacy: LegacyListenerOptions

    @OptionGroup var monitoring: MonitoringOptions

    func validate() throws {
        guard (1...200).contains(databaseConnections) else {
            throw ValidationError("--database-connections is a number from 1 to 200")
        }
    }

    func run() async throws {
        do {
            DescriptorLimit.raise()
            let metrics = try monitoring.metricsAccess()
            let places = try LocationDatabase(files: locations)
            let address = try ListenAddress(listen, isSecure: tlsCertificate != nil)
            guard let publicURL = PublicURL(url ?? address.defaultURL) else {
                throw CommandFailure("`\(url ?? "")` is not an address; it must be https, or http on a loopback name")
            }
            let asking = try people.host(of: publicURL, isSecure: tlsCertificate != nil)
            let logger = Logger(label: "martlet") { LineLogHandler(label: $0) }
            let folder = DataDirectory(path: data)
            try folder.prepare()
            let store = try database.address(in: folder)
            let lock = try store.lock()
            defer { withExtendedLifetime(lock) {} }
            if case .file(let path) = store { FileReplacement.removeDraft(of: path) }
            let wiring = try await Wiring.open(
                folder, database: store, inspects: true, connections: databaseConnections, followsFailovers: true,
                publicURL: publicURL, outgoing: try outgoing.fetch(),
                clientAuthorities: try certificates.authorities(),
                attestationAuthorities: try attestation.authorities(), certificateURL: asking?.url, logger: logger)
            let asks = certificates.asks
            guard !asks || tlsCertificate != nil else {
                throw CommandFailure("--tls-client-certificates needs --tls-certificate and --tls-key")
            }
            let tls = try CertificateFiles(chain: tlsCertificate, key: tlsKey, named: "tls").tls()
            try await LiveServer(
                wiring: wiring, address: address, tls: tls,
                options: ServerOptions(
                    trustedProxies: Set(trustedProxy), extraHosts: address.names(besides: publicURL),
                    country: { places.country(of: $0) }, clientCertificateHeader: try certificates.header(),
                    connectionCertificates: asks ? CertificateChannel.certificates : nil,
                    personalCertificates: CertificateChannel.certificates, metrics: metrics,
                    process: { ProcessReader.figures() }, traces: try monitoring.traceQueue(wiring.tools.measures)),
                asksForCertificates: asks, certificateAddress: asking?.address,
                directory: try legacy.directory(
                    host: address.bindHost, serverTLS: tls, country: { places.country(of: $0) }),
                radiusPort: try legacy.radiusPort(),
                monitoring: MonitoringChoices(
                    mostConnections: monitoring.maxConnections ?? DescriptorLimit.connections,
                    stopDelay: .seconds(monitoring.stopDelay), collector: monitoring.traces)
            ).run()
            await wiring.close()
        } catch {
            StandardStream.error.write(line: "martlet: \(CommandFailure(error))")
            throw ExitCode.failure
        }
    }
}

/// Where the server listens.
struct ListenAddress: Sendable {
    let host: String
    let port: Int
    let isSecure: Bool

    init(_ text: String, isSecure: Bool) throws {
        guard let colon = text.lastIndex(of: ":"), let port = Int(text[text.index(after: colon)...]),
            (0...65535).contains(port), colon != text.startIndex
        else { throw CommandFailure("`\(text)` is not an address to listen on; write host:port") }
        host = String(text[..<colon])
        self.port = port
        self.isSecure = isSecure
    }

    /// The name that the socket is bound to.
    var bindHost: String { host == "localhost" ? "127.0.0.1" : host.filter { $0 != "[" && $0 != "]" } }

    /// The public address where none was given.
    var defaultURL: String {
        let isLoopback = ["localhost", "127.0.0.1", "[::1]"].contains(host)
        let name = isLoopback ? host : "localhost"
        let isDefault = port == (isSecure ? 443 : 80)
        return (isSecure ? "https" : "http") + "://\(name)" + (isDefault ? "" : ":\(port)")
    }

    /// On a loopback address the other names of this machine are answered as well.
    func names(besides publicURL: PublicURL) -> Set<String> {
        guard ["localhost", "127.0.0.1", "[::1]"].contains(where: publicURL.authority.hasPrefix) else { return [] }
        return ["localhost:\(port)", "127.0.0.1:\(port)", "[::1]:\(port)"]
    }
}
