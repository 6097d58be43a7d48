import Logging
import MartletActions
import NIOCore
import NIOPosix

/// The socket at which boxes ask by RADIUS.
package struct RADIUSListener: Sendable {
    private let tools: Tools
    private let country: @Sendable (String) -> String?

    /// A listener that is not open yet.
    package init(_ tools: Tools, country: @escaping @Sendable (String) -> String? = { _ in nil }) {
        self.tools = tools
        self.country = country
    }

    /// Opens the socket and answers until it is closed; port 0 lets the system choose.
    /// - Throws: what binding throws.
    package func open(host: String, port: Int, on loops: any EventLoopGroup) async throws -> any Channel {
        try await DatagramBootstrap(group: loops)
            // A datagram longer than a packet can be is cut, and what is cut is none.
            .channelOption(.recvAllocator, value: FixedSizeRecvByteBufferAllocator(capacity: 4097))
            .channelInitializer { channel in
                channel.eventLoop.makeCompletedFuture {
                    try channel.pipeline.syncOperations.addHandler(RADIUSHandler(tools, country))
                }
            }
            .bind(host: host, port: port).get()
    }
}

/// Takes datagrams and sends answers, and tells what it dropped, at most once a minute for each reason.
private final class RADIUSHandler: ChannelInboundHandler {
    typealias InboundIn = AddressedEnvelope<ByteBuffer>
    typealias OutboundOut = AddressedEnvelope<ByteBuffer>

    private let tools: Tools
    private let country: @Sendable (String) -> String?
    private let doorkeeper = RADIUSDoorkeeper()
    private var exchange = RADIUSExchange()
    private var dropped: [String: (count: Int, since: NIODeadline)] = [:]

    init(_ tools: Tools, _ country: @escaping @Sendable (String) -> String?) {
        self.tools = tools
        self.country = country
    }

    func channelRead(context: ChannelHandlerContext, data: NIOAny) {
        let envelope = unwrapInboundIn(data)
        let sender = envelope.remoteAddress
        let datagram = Array(envelope.data.readableBytesView)
        guard let address = sender.ipAddress, let port = sender.port, datagram.count <= 4096 else { return }
        let key = RADIUSExchange.Key(source: "\(address) \(port)", datagram: datagram)
        switch exchange.take(key, at: .now()) {
        case .repeated(let answer): send(answer, to: sender, context)
        case .drop(let isFull): if isFull { note("too many at one time", address) }
        case .work:
            let bound = NIOLoopBound((handler: self, context: context), eventLoop: context.eventLoop)
            let loop = context.eventLoop
            Task { [tools, country, doorkeeper] in
                let result: Result<AnswerRADIUS.Outcome, any Error>
                do {
                    let action = AnswerRADIUS(tools, doorkeeper: doorkeeper)
                    result = .success(try await action(datagram, from: address, country: country))
                } catch {
                    result = .failure(error)
                }
                loop.execute { bound.value.handler.settle(key, result, sender, bound.value.context) }
            }
        }
    }

    func errorCaught(context: ChannelHandlerContext, error: any Error) {
        // An answer that could not be sent is the client's to ask for again; the socket stays open for the others.
        tools.logger.debug("a datagram was not sent", metadata: ["cause": "\(type(of: error))"])
    }

    private func settle(
        _ key: RADIUSExchange.Key, _ result: Result<AnswerRADIUS.Outcome, any Error>, _ sender: SocketAddress,
        _ context: ChannelHandlerContext
    ) {
        var answer: [UInt8]?
        switch result {
        case .success(.answer(let bytes)): answer = bytes
        case .success(.silence(let reason)): note(reason.rawValue, sender.ipAddress ?? "")
        case .failure(ActionError.overloaded): note("too many passwords at one time", sender.ipAddress ?? "")
        case .failure(let error): note("failed: \(type(of: error))", sender.ipAddress ?? "")
        }
        exchange.settle(key, answer: answer, at: .now())
        if let answer, context.channel.isActive { send(answer, to: sender, context) }
    }

    private func send(_ answer: [UInt8], to sender: SocketAddress, _ context: ChannelHandlerContext) {
        let envelope = AddressedEnvelope(remoteAddress: sender, data: ByteBuffer(bytes: answer))
        context.writeAndFlush(wrapOutboundOut(envelope), promise: nil)
    }

    /// Counts what was dropped; the first of a minute is told at once, the others with the next.
    private func note(_ reason: String, _ address: String) {
        let now = NIODeadline.now()
        let before = dropped[reason] ?? (0, .uptimeNanoseconds(0))
        guard before.count == 0 || now - before.since >= .minutes(1) else {
            dropped[reason] = (before.count + 1, before.since)
            return
        }
        dropped[reason] = (1, now)
        tools.logger.warning(
            "a packet of RADIUS was dropped",
            metadata: ["reason": "\(reason)", "from": "\(address)", "sinceTheLast": "\(before.count)"])
    }
}
