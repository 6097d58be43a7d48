import NIOCore
import NIOPosix
import NIOSSL
import Synchronization

/// A server on a loopback port that answers every connection with the same bytes, whatever it is asked.
final class OutgoingListener: Sendable {
    /// How an answer goes on after its bytes.
    enum Ending: Sendable {
        /// The connection is closed.
        case closed
        /// Nothing follows, for ever.
        case open
        /// The bytes are sent again and again.
        case endless
    }

    private let channel: any Channel
    private let heard: HeardRequests

    /// Starts a server.
    init(_ answer: String, ending: Ending = .closed, tls: NIOSSLContext? = nil) async throws {
        let heard = HeardRequests()
        channel = try await ServerBootstrap(group: MultiThreadedEventLoopGroup.singleton)
            .childChannelInitializer { channel in
                channel.eventLoop.makeCompletedFuture {
                    if let tls { try channel.pipeline.syncOperations.addHandler(NIOSSLServerHandler(context: tls)) }
                    try channel.pipeline.syncOperations.addHandler(
                        Answerer(answer: ByteBuffer(string: answer), ending: ending, heard: heard))
                }
            }
            .bind(host: "127.0.0.1", port: 0).get()
        self.heard = heard
    }

    /// The port that it listens on.
    var port: Int { channel.localAddress?.port ?? 0 }

    /// What was sent to it so far, a text for each connection.
    var requests: [String] { heard.all }

    /// Stops listening.
    func close() async throws { try await channel.close().get() }

    /// An answer with the right length.
    static func ok(_ body: String, type: String = "application/json", more: String = "") -> String {
        "HTTP/1.1 200 OK\r\nContent-Type: \(type)\r\nContent-Length: \(body.utf8.count)\r\n\(more)\r\n\(body)"
    }
}

private final class Answerer: ChannelInboundHandler {
    typealias InboundIn = ByteBuffer
    typealias OutboundOut = ByteBuffer

    private let answer: ByteBuffer
    private let ending: OutgoingListener.Ending
    private let heard: HeardRequests
    private var text = ""
    private var isAnswered = false

    init(answer: ByteBuffer, ending: OutgoingListener.Ending, heard: HeardRequests) {
        self.answer = answer
        self.ending = ending
        self.heard = heard
    }

    func channelRead(context: ChannelHandlerContext, data: NIOAny) {
        text += String(buffer: unwrapInboundIn(data))
        guard !isAnswered, let end = text.firstRange(of: "\r\n\r\n")?.upperBound else { return }
        let length = text.split(separator: "\r\n").compactMap { line in
            line.lowercased().hasPrefix("content-length: ") ? Int(line.dropFirst(16)) : nil
        }
        guard text[end...].utf8.count >= length.first ?? 0 else { return }
        isAnswered = true
        heard.add(text)
        switch ending {
        case .closed:
            let bound = NIOLoopBound(context, eventLoop: context.eventLoop)
            context.writeAndFlush(wrapOutboundOut(answer)).whenComplete { _ in bound.value.close(promise: nil) }
        case .open: context.writeAndFlush(wrapOutboundOut(answer), promise: nil)
        case .endless: pour(context)
        }
    }

    func errorCaught(context: ChannelHandlerContext, error: any Error) { context.close(promise: nil) }

    private func pour(_ context: ChannelHandlerContext) {
        let bound = NIOLoopBound((self, context), eventLoop: context.eventLoop)
        context.writeAndFlush(wrapOutboundOut(answer)).whenSuccess {
            bound.eventLoop.execute { bound.value.0.pour(bound.value.1) }
        }
    }
}

/// What was sent to a listener.
private final class HeardRequests: Sendable {
    private let texts = Mutex<[String]>([])

    var all: [String] { texts.withLock { $0 } }

    func add(_ text: String) { texts.withLock { $0.append(text) } }
}
