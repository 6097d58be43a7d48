import HTTPTypes
import NIOCore
import NIOHTTPTypes

/// Lets each connection have one more answer when the server ends, instead of closing it between two requests.
///
/// A client that keeps a connection may be sending its next request at the very moment at which the server closes it,
/// and would get no answer. So the word to end is held back until an answer has said `Connection: close`, after which
/// no client sends anything, or until the connection has been idle for a second.
final class LastRequest: ChannelDuplexHandler, RemovableChannelHandler {
    typealias InboundIn = HTTPRequestPart
    typealias InboundOut = HTTPRequestPart
    typealias OutboundIn = HTTPResponsePart
    typealias OutboundOut = HTTPResponsePart

    private static let grace = TimeAmount.seconds(1)

    private var isEnding = false
    private var hasSaidClose = false

    func userInboundEventTriggered(context: ChannelHandlerContext, event: Any) {
        guard event is ChannelShouldQuiesceEvent else { return context.fireUserInboundEventTriggered(event) }
        guard !isEnding else { return }
        isEnding = true
        passOn(context, in: Self.grace)
    }

    func write(context: ChannelHandlerContext, data: NIOAny, promise: EventLoopPromise<Void>?) {
        switch unwrapOutboundIn(data) {
        case .head(let head): hasSaidClose = head.headerFields[.connection]?.lowercased() == "close"
        case .body: break
        case .end:
            guard isEnding, hasSaidClose else { break }
            context.writeAndFlush(data, promise: promise)
            return passOn(context, in: .zero)
        }
        context.write(data, promise: promise)
    }

    /// Tells the handlers behind this one that the connection is to end after what is under way.
    private func passOn(_ context: ChannelHandlerContext, in time: TimeAmount) {
        let bound = NIOLoopBound(context, eventLoop: context.eventLoop)
        context.eventLoop.scheduleTask(in: time) {
            guard bound.value.channel.isActive else { return }
            bound.value.fireUserInboundEventTriggered(ChannelShouldQuiesceEvent())
        }
    }
}
