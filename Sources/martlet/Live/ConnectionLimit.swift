import HummingbirdCore
import MartletDirectory
import NIOCore
import NIOPosix

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

/// Waits a little where a connection cannot be taken, because the descriptors or the memory of the process or of the
/// machine have run out, instead of ending the server or trying again without pause (F35).
final class AcceptPause: ChannelDuplexHandler {
    typealias InboundIn = Channel
    typealias OutboundIn = Never

    private static let length = TimeAmount.milliseconds(100)
    private static let passing: Set<Int32> = [EMFILE, ENFILE, ENOBUFS, ENOMEM, ECONNABORTED]

    private let measures: Measures.Requests
    private var isPausing = false
    private var hasMissedRead = false

    init(measures: Measures.Requests) {
        self.measures = measures
    }

    func errorCaught(context: ChannelHandlerContext, error: any Error) {
        guard let error = error as? IOError, Self.passing.contains(error.errnoCode) else {
            return context.fireErrorCaught(error)
        }
        measures.acceptFailures.add()
        guard !isPausing else { return }
        isPausing = true
        let this = NIOLoopBound((self, context), eventLoop: context.eventLoop)
        context.eventLoop.scheduleTask(in: Self.length) {
            let (handler, context) = this.value
            handler.isPausing = false
            guard handler.hasMissedRead else { return }
            handler.hasMissedRead = false
            context.read()
        }
    }

    func read(context: ChannelHandlerContext) {
        if isPausing { hasMissedRead = true } else { context.read() }
    }
}
