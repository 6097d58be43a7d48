import NIOSSL

/// A certificate chain and its key in two files.
struct CertificateFiles {
    /// The file of the chain, if one was named.
    let chain: String?
    /// The file of the key, if one was named.
    let key: String?
    /// What the options begin with, for telling which are wrong.
    let name: String

    init(chain: String?, key: String?, named name: String) {
        self.chain = chain
        self.key = key
        self.name = name
    }

    /// A server's TLS with them; `nil` where neither was named.
    /// - Throws: `CommandFailure` for one without the other, and for what cannot be read.
    func tls() throws -> TLSConfiguration? {
        guard let chain, let key else {
            guard chain == nil, key == nil else {
                throw CommandFailure("--\(name)-certificate and --\(name)-key go together")
            }
            return nil
        }
        do {
            let certificates = try NIOSSLCertificate.fromPEMFile(chain).map {
                NIOSSLCertificateSource.certificate($0)
            }
            let key = try NIOSSLPrivateKey(file: key, format: .pem)
            var configuration = TLSConfiguration.makeServerConfiguration(
                certificateChain: certificates, privateKey: .privateKey(key))
            configuration.minimumTLSVersion = .tlsv12
            return configuration
        } catch {
            throw CommandFailure("the certificate or its key cannot be read: \(error)")
        }
    }
}
