import MartletActions
import MartletDirectory
import NIOCore
import NIOSSL

/// The socket's end of a connection to the directory: cuts messages, keeps deadlines, and reads on when an answer is out.
///
/// One message is worked on at a time. While that lasts nothing is read, so a client that does not take its answers, or
/// sends faster than it is answered, waits in its own system's buffers (A218).
final class LDAPHandler: ChannelDuplexHandler {
    typealias InboundIn = ByteBuffer
    typealias OutboundIn = ByteBuffer
    typealias OutboundOut = ByteBuffer

    /// How long a client may take for what.
    struct Patience: Sendable {
        /// For a message that has begun, for TLS, and before the first message.
        var message = TimeAmount.seconds(15)
        /// Between two messages of somebody who has not bound.
        var stranger = TimeAmount.seconds(30)
        /// For binding, however much is asked meanwhile: questions that anybody may ask keep no connection.
        var binding = TimeAmount.seconds(60)
        /// Between two messages of somebody who has.
        var bound = TimeAmount.minutes(10)
        /// For taking the answer to one message, however it is made.
        var answer = TimeAmount.seconds(90)
    }

    private let tools: Tools
    private let tls: NIOSSLContext
    private let isSecureFromStart: Bool
    private let patience: Patience
    private let country: @Sendable (String) -> String?

    private var frames = LDAPFrames(limit: LDAPSession.longestOfStranger)
    private var session: LDAPSession?
    private var work: Task<Void, Never>?
    private var isBusy = false
    private var holdsRead = false
    private var deadline: Scheduled<Void>?
    /// Until when somebody must have bound; `nil` while somebody is.
    private var bindingDeadline: (at: NIODeadline, task: Scheduled<Void>)?

    /// A handler for one connection.
    init(
        tools: Tools, tls: NIOSSLContext, isSecure: Bool, patience: Patience,
        country: @escaping @Sendable (String) -> String?
    ) {
        self.tools = tools
        self.tls = tls
        isSecureFromStart = isSecure
        self.patience = patience
        self.country = country
    }

    func channelActive(context: ChannelHandlerContext) {
        let address = context.remoteAddress?.ipAddress ?? ""
        let channel = context.channel
        session = LDAPSession(
            tools: tools, origin: Origin(address: address, userAgent: "", country: country(address)),
            isSecure: isSecureFromStart
        ) { bytes in
            try await channel.writeAndFlush(ByteBuffer(bytes: bytes)).get()
        }
        expect(within: patience.message, context)
        expectBind(context)
        context.fireChannelActive()
    }

    func channelInactive(context: ChannelHandlerContext) {
        deadline?.cancel()
        bindingDeadline?.task.cancel()
        work?.cancel()
        context.fireChannelInactive()
    }

    func channelRead(context: ChannelHandlerContext, data: NIOAny) {
        let buffer = unwrapInboundIn(data)
        // A message may be told to be too long only once the one before it is answered, so what waits is bounded here.
        if frames.isEmpty, !isBusy { expect(within: patience.message, context) }
        frames.append(buffer.readableBytesView)
        advance(context)
    }

    func read(context: ChannelHandlerContext) {
        if isBusy { holdsRead = true } else { context.read() }
    }

    func errorCaught(context: ChannelHandlerContext, error: any Error) { context.close(promise: nil) }

    private func advance(_ context: ChannelHandlerContext) {
        guard !isBusy, let session else { return }
        let message: [UInt8]?
        do {
            message = try frames.next()
        } catch {
            let last = ByteBuffer(bytes: LDAPAnswer.disconnection(.protocolError).bytes)
            isBusy = true
            let bound = NIOLoopBound(context, eventLoop: context.eventLoop)
            context.writeAndFlush(wrapOutboundOut(last)).whenComplete { _ in bound.value.close(promise: nil) }
            return
        }
        guard let message else { return }
        isBusy = true
        expect(within: patience.answer, context)
        let bound = NIOLoopBound((handler: self, context: context), eventLoop: context.eventLoop)
        let loop = context.eventLoop
        work = Task {
            let next = (try? await session.answer(message)) ?? .close
            if next == .startTLS { await session.secured() }
            let limit = await session.longestMessage
            loop.execute { bound.value.handler.finish(next, limit: limit, bound.value.context) }
        }
    }

    private func finish(_ next: LDAPSession.Next, limit: Int, _ context: ChannelHandlerContext) {
        guard context.channel.isActive else { return }
        switch next {
        case .close: return context.close(promise: nil)
        case .startTLS:
            // RFC 4511 section 4.14.1: nothing may follow in clear text, or a man in the middle could have said it.
            guard frames.isEmpty else { return context.close(promise: nil) }
            let handler = NIOSSLServerHandler(context: tls)
            guard (try? context.pipeline.syncOperations.addHandler(handler, position: .first)) != nil else {
                return context.close(promise: nil)
            }
        case .goOn: break
        }
        isBusy = false
        frames.limit = limit
        let isBound = limit == LDAPSession.longestOfBound
        if isBound {
            bindingDeadline?.task.cancel()
            bindingDeadline = nil
        } else if let bindingDeadline {
            guard context.eventLoop.now < bindingDeadline.at else { return context.close(promise: nil) }
        } else {
            expectBind(context)
        }
        let pause =
            next == .startTLS || !frames.isEmpty ? patience.message : isBound ? patience.bound : patience.stranger
        expect(within: pause, context)
        advance(context)
        if !isBusy, holdsRead {
            holdsRead = false
            context.read()
        }
    }

    /// Closes the connection unless somebody has bound by then; a bind that is being tried is let finish.
    private func expectBind(_ context: ChannelHandlerContext) {
        let bound = NIOLoopBound((handler: self, context: context), eventLoop: context.eventLoop)
        let task = context.eventLoop.scheduleTask(in: patience.binding) {
            if !bound.value.handler.isBusy { bound.value.context.close(promise: nil) }
        }
        bindingDeadline = (context.eventLoop.now + patience.binding, task)
    }

    /// Closes the connection unless something else is expected by then.
    private func expect(within time: TimeAmount, _ context: ChannelHandlerContext) {
        deadline?.cancel()
        let bound = NIOLoopBound(context, eventLoop: context.eventLoop)
        deadline = context.eventLoop.scheduleTask(in: time) { bound.value.close(promise: nil) }
    }
}
