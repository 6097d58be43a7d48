import HTTPTypes
import Hummingbird
import MartletActions

extension Visit {
    /// What the request shows of its sender beside its words.
    func sender() async -> SenderProof {
        SenderProof(
            method: request.method.rawValue, address: doors.tools.publicURL.text + request.uri.path,
            proofs: request.headers[values: .dpop], certificates: await certificates())
    }

    /// The certificates of the sender. A trusted proxy tells them in a header, and its own are nobody else's; from
    /// anybody else the header is not even read, and those of the connection count (A186).
    private func certificates() async -> [[UInt8]] {
        guard doors.options.trustedProxies.contains(context.socketAddress) else {
            return await doors.options.connectionCertificates(context.channel)
        }
        guard let name = doors.options.clientCertificateHeader, let own = HTTPField.Name(name),
            let chain = HTTPField.Name(name + "-Chain")
        else { return [] }
        return ClientCertificateHeader.certificates(
            own: request.headers[values: own], chain: request.headers[values: chain])
    }
}
