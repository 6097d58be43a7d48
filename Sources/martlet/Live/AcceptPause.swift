import Foundation
import MartletDirectory
import NIOCore
import Synchronization

/// Waits a little where a connection cannot be taken, because the descriptors or the memory of the process or of the
/// machine have run out, instead of ending the server or trying again without pause (F35).
final class AcceptPause: ChannelDuplexHandler {
    typealias InboundIn = Channel
    typealias OutboundIn = Never

    private static let length = TimeAmount.milliseconds(100)
    private static let passing: Set<Int32> = [EMFILE, ENFILE, ENOBUFS, ENOMEM, ECONNABORTED]

    private let measures: Measures.Requests
    private var isPausing = false
    private var hasEnded = false

    init(measures: Measures.Requests) {
        self.measures = measures
    }

    func errorCaught(context: ChannelHandlerContext, error: any Error) {
        guard let error = error as? IOError, Self.passing.contains(error.errnoCode) else {
            return context.fireErrorCaught(error)
        }
        measures.acceptFailures.add()
        guard !isPausing, !hasEnded else { return }
        isPausing = true
        Self.setTaking(context.channel, false)
        let this = NIOLoopBound((self, context), eventLoop: context.eventLoop)
        context.eventLoop.scheduleTask(in: Self.length) {
            let (handler, context) = this.value
            handler.isPausing = false
            if !handler.hasEnded { Self.setTaking(context.channel, true) }
        }
    }

    func read(context: ChannelHandlerContext) {
        // Who asks in between has the answer when taking begins again.
        if !isPausing, !hasEnded { context.read() }
    }

    /// Takes nobody any more from `channel`, whose handler this is.
    func end(_ channel: any Channel) {
        hasEnded = true
        Self.setTaking(channel, false)
    }

    /// Without this the system would go on to say at once, again and again, that somebody waits.
    private static func setTaking(_ channel: any Channel, _ isTaking: Bool) {
        try? channel.syncOptions?.setOption(.autoRead, value: isTaking)
    }
}

/// The open socket, for whoever ends the server.
final class Listener: Sendable {
    private let measures: Measures.Requests
    private let loops: any EventLoopGroup
    private let socket = Mutex<(any Channel)?>(nil)

    /// A listener that is not open yet; its connections live on `loops`.
    init(loops: any EventLoopGroup, measures: Measures.Requests) {
        self.loops = loops
        self.measures = measures
    }

    /// The socket is open.
    func opened(_ channel: any Channel) async {
        socket.withLock { $0 = channel }
        try? await channel.eventLoop.submit { [measures] in
            try channel.pipeline.syncOperations.addHandler(AcceptPause(measures: measures), position: .first)
        }.get()
    }

    /// Takes no more connections, and returns when those that were taken are in the hands of the server.
    ///
    /// One that was still on its way there when the socket closes would be lost, and NIO holds that for a mistake that
    /// ends the program.
    func end() async {
        guard let channel = socket.withLock({ $0 }) else { return }
        try? await channel.eventLoop.submit {
            try channel.pipeline.syncOperations.handler(type: AcceptPause.self).end(channel)
        }.get()
        // A connection goes from the socket's loop to its own and back; a second time for what was just behind us.
        for _ in 0..<2 {
            for loop in loops.makeIterator() { try? await loop.submit {}.get() }
            try? await channel.eventLoop.submit {}.get()
        }
    }
}
