import Hummingbird
import NIOCore

/// What travels with one request: who is at the other end of the socket, and the nonce of the page to come.
package struct DoorContext: RequestContext {
    package var coreContext: CoreRequestContextStorage
    /// The address of the socket's other end, without its port; empty where there is no socket (tests).
    package let socketAddress: String
    /// The connection.
    let channel: any Channel
    /// The nonce of this answer's content security policy.
    package var nonce = ""

    package init(source: ApplicationRequestContextSource) {
        coreContext = .init(source: source)
        channel = source.channel
        socketAddress = source.channel.remoteAddress?.ipAddress ?? ""
    }

    /// No body is larger than an OAuth request or a form needs (A177, N-6.1.1).
    package var maxUploadSize: Int { 64 * 1024 }
}
