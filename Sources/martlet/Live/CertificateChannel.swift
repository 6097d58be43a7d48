import HummingbirdCore
import Logging
import NIOCore
import NIOSSL

/// A connection over TLS whose other end is asked for a certificate and may show one (RFC 8705 section 2).
///
/// Any certificate gets through here, also one that only its own key signed: the handshake has shown that the other end
/// has its key. What it is worth is judged where an app proves itself with it.
struct CertificateChannel: ServerChildChannel {
    typealias Value = HTTP1Channel.Value

    private let base: HTTP1Channel
    private let context: NIOSSLContext

    init(_ base: HTTP1Channel, tls: TLSConfiguration) throws {
        var tls = tls
        tls.certificateVerification = .optionalVerification
        // Nothing vouches for anybody at this place; without a list every certificate of the client may be offered.
        tls.trustRoots = .certificates([])
        self.base = base
        context = try NIOSSLContext(configuration: tls)
    }

    func setup(channel: any Channel, logger: Logger) -> EventLoopFuture<Value> {
        channel.eventLoop.makeCompletedFuture {
            let handler = NIOSSLServerHandler(
                context: context, configuration: .init(),
                customVerificationCallbackWithMetadata: { certificates, promise in
                    promise.succeed(.certificateVerified(VerificationMetadata(ValidatedCertificateChain(certificates))))
                })
            try channel.pipeline.syncOperations.addHandler(handler)
        }.flatMap {
            base.setup(channel: channel, logger: logger)
        }
    }

    func handle(value: Value, logger: Logger) async {
        await base.handle(value: value, logger: logger)
    }

    /// The certificates in DER that the other end of `channel` showed, its own first; none where it showed none, or
    /// where nothing was asked.
    @Sendable static func certificates(of channel: any Channel) async -> [[UInt8]] {
        // A resumed session remembers the certificate and not those that came with it.
        guard let own = try? await channel.nioSSL_peerCertificate().get() else { return [] }
        let chain = try? await channel.nioSSL_peerValidatedCertificateChain().get()
        return (chain.map(Array.init) ?? [own]).compactMap { try? $0.toDERBytes() }
    }
}
