import NIOCore

/// What the operator decides about the doors.
package struct ServerOptions: Sendable {
    /// Addresses of proxies whose `X-Forwarded-For` is believed; none unless said (A078).
    package var trustedProxies: Set<String>
    /// Hosts that are answered besides the public one, such as the address that a health check uses.
    package var extraHosts: Set<String>
    /// The country of an address, where a location database is at hand.
    package var country: @Sendable (_ address: String) -> String?

    /// The header in which a trusted proxy passes on the certificate of a client, in the form of RFC 9440; `nil` where
    /// none does. From anybody else it is not read (A186).
    package var clientCertificateHeader: String?
    /// The certificates in DER that the other end of a connection showed, its own first.
    package var connectionCertificates: @Sendable (any Channel) async -> [[UInt8]]
    /// The same at the host that asks people for theirs.
    package var personalCertificates: @Sendable (any Channel) async -> [[UInt8]]
    /// Whether certificates of clients reach this server at all, so that discovery may offer them.
    package var takesCertificates: Bool

    /// Who may read `/metrics`.
    package var metrics: MetricsAccess
    /// What the system tells of this process.
    package var process: @Sendable () -> ProcessFigures?
    /// Where traces of requests go; `nil` where nobody asked for them.
    package var traces: TraceQueue?

    /// Options with every field given.
    package init(
        trustedProxies: Set<String> = [], extraHosts: Set<String> = [],
        country: @escaping @Sendable (String) -> String? = { _ in nil }, clientCertificateHeader: String? = nil,
        connectionCertificates: (@Sendable (any Channel) async -> [[UInt8]])? = nil,
        personalCertificates: @escaping @Sendable (any Channel) async -> [[UInt8]] = { _ in [] },
        metrics: MetricsAccess = .ownMachine, process: @escaping @Sendable () -> ProcessFigures? = { nil },
        traces: TraceQueue? = nil
    ) {
        self.trustedProxies = trustedProxies
        self.extraHosts = extraHosts
        self.country = country
        self.clientCertificateHeader = clientCertificateHeader
        self.connectionCertificates = connectionCertificates ?? { _ in [] }
        self.personalCertificates = personalCertificates
        self.metrics = metrics
        self.process = process
        self.traces = traces
        takesCertificates = clientCertificateHeader != nil || connectionCertificates != nil
    }
}
