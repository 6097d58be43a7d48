import HummingbirdCore
import MartletDirectory

/// Takes no more connections than there is room for, and counts them. Those beyond wait in the system's queue until one
/// ends; whoever is connected is served all the while.
struct ConnectionLimit: AvailableConnectionsDelegate {
    private let limit: Int
    private let measures: Measures.Requests
    private var count = 0

    /// At most `limit` connections, 1 or more.
    init(_ limit: Int, measures: Measures.Requests) {
        self.limit = limit
        self.measures = measures
        measures.connectionLimit.set(limit)
    }

    mutating func connectionOpened() {
        count += 1
        measures.connections.set(count)
    }

    mutating func connectionClosed() {
        count -= 1
        measures.connections.set(count)
    }

    func isAcceptingNewConnections() -> Bool { count < limit }
}
