import MartletDirectory

/// Where Martlet may be sent to fetch or deliver something by what apps and administrators write into fields (A256).
///
/// The rule is: https, a port on which web servers listen, and addresses of the internet. The operator's exceptions
/// open hosts of the organisation's own network.
package struct OutgoingRules: Sendable, Equatable {
    /// A host of the operator's, at which http and addresses of the own network or machine are right.
    package struct Exception: Sendable, Hashable {
        /// The host in lower case, without brackets.
        package let host: String
        /// The only port, whatever usually listens on it; `nil` for the ports that are open everywhere, and 80.
        package let port: UInt16?

        /// Reads `HOST` or `HOST:PORT`; `nil` where it is neither.
        package init?(_ text: String) {
            guard text.utf8.count <= OutgoingURL.longest, let place = try? OutgoingURL.place(text[...]) else {
                return nil
            }
            host = place.host
            port = place.port
        }
    }

    /// The hosts of the operator's.
    package let exceptions: Set<Exception>

    /// The rule with these exceptions.
    package init(exceptions: Set<Exception> = []) {
        self.exceptions = exceptions
    }

    /// Judges what can be judged before the name is looked up.
    /// - Throws: `OutgoingRefusal.scheme`, `.port`, or `.address` for a forbidden address in place of a name.
    package func check(_ url: OutgoingURL) throws(OutgoingRefusal) {
        let exception = exception(for: url)
        guard url.isSecure || exception != nil else { throw .scheme }
        guard exception?.port == url.port || Self.isWebPort(url.port) || (exception != nil && url.port == 80) else {
            throw .port
        }
        if let address = url.address { try check([address], of: url) }
    }

    /// Judges the addresses that a name has now. One forbidden address of several refuses all: which of them would be
    /// taken is not for the owner of the name to play with (DNS rebinding).
    /// - Throws: `OutgoingRefusal.address`, or `.unresolved` where there is none.
    package func check(_ addresses: [NetworkAddress], of url: OutgoingURL) throws(OutgoingRefusal) {
        guard !addresses.isEmpty else { throw .unresolved }
        let isException = exception(for: url) != nil
        for address in addresses {
            switch address.reach {
            case .everybody: continue
            case .loopback, .privateNetwork:
                guard isException else { throw .address(address.reach) }
            case .link, .metadata, .many, .nobody:
                // Nothing that is fetched lives there, and a name that the operator trusts can be pointed there too.
                throw .address(address.reach)
            }
        }
    }

    private func exception(for url: OutgoingURL) -> Exception? {
        exceptions.first { $0.host == url.host && ($0.port == nil || $0.port == url.port) }
    }

    /// Whether web servers listen on it: 443, or a free port that no well-known service has.
    private static func isWebPort(_ port: UInt16) -> Bool {
        port == 443 || (port >= 1024 && !servicePorts.contains(port))
    }

    /// SOCKS, databases, caches, queues, directories, remote desktops, container and cluster controls.
    private static let servicePorts: Set<UInt16> = [
        1080, 1433, 1434, 1521, 1883, 2049, 2181, 2375, 2376, 2379, 2380, 3128, 3268, 3269, 3306, 3389, 4369, 5432,
        5433, 5671, 5672, 5900, 5901, 5984, 5985, 5986, 6000, 6379, 6380, 6443, 7000, 7001, 8086, 9042, 9092, 9200,
        9300, 10250, 10255, 11211, 15672, 25672, 26257, 27017, 27018, 27019, 50000,
    ]
}
