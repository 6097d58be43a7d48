import HTTPTypes
import Hummingbird
import MartletActions
import NIOCore

extension Visit {
    /// What the request shows of its sender beside its words.
    func sender() async -> SenderProof {
        SenderProof(
            method: request.method.rawValue, address: doors.tools.publicURL.text + request.uri.path,
            proofs: request.headers[values: .dpop],
            certificates: await certificates(doors.options.connectionCertificates))
    }

    /// The certificates that a person's browser showed; the same rules as for apps.
    func personalCertificates() async -> [[UInt8]] { await certificates(doors.options.personalCertificates) }

    /// The certificates of the sender. A trusted proxy tells them in a header, and its own are nobody else's; from
    /// anybody else the header is not even read, and those of the connection count (A186).
    private func certificates(_ shown: @Sendable (any Channel) async -> [[UInt8]]) async -> [[UInt8]] {
        guard doors.options.trustedProxies.contains(context.socketAddress) else {
            return await shown(context.channel)
        }
        guard let name = doors.options.clientCertificateHeader, let own = HTTPField.Name(name),
            let chain = HTTPField.Name(name + "-Chain")
        else { return [] }
        return ClientCertificateHeader.certificates(
            own: request.headers[values: own], chain: request.headers[values: chain])
    }
}
