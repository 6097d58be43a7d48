import ArgumentParser
import MartletActions
import MartletPolicy
import MartletServer
import NIOSSL

/// What the server may reach on its own account: key sets of apps, logout addresses, other issuers, push services.
struct OutgoingOptions: ParsableArguments {
    @Option(
        help: ArgumentHelp(
            "A host of your own network that may be fetched from, by http as well; may be repeated.",
            valueName: "host[:port]"))
    var allowFetch: [String] = []

    @Option(
        help: ArgumentHelp(
            "A push service of your own network that may be sent messages for phones; may be repeated.",
            valueName: "host[:port]"))
    var allowPush: [String] = []

    @Option(
        name: .customLong("outgoing-ca"),
        help: ArgumentHelp("Authorities that servers are trusted by besides the machine's own.", valueName: "pem"))
    var outgoingCA: String?

    /// The way out.
    /// - Throws: `CommandFailure` for an option that cannot be read.
    func fetch() throws -> GuardedFetch {
        GuardedFetch(
            rules: try Self.rules(allowFetch, "fetch from"),
            messageRules: try Self.rules(allowPush, "send messages to"), authorities: try authorities())
    }

    private static func rules(_ texts: [String], _ purpose: String) throws -> OutgoingRules {
        let exceptions = try texts.map { text in
            guard let exception = OutgoingRules.Exception(text) else {
                throw CommandFailure("`\(text)` is not a host to \(purpose); write host or host:port")
            }
            return exception
        }
        return OutgoingRules(exceptions: Set(exceptions))
    }

    private func authorities() throws -> [NIOSSLCertificate] {
        guard let outgoingCA else { return [] }
        guard let certificates = try? NIOSSLCertificate.fromPEMFile(outgoingCA), !certificates.isEmpty else {
            throw CommandFailure("the certificates in `\(outgoingCA)` cannot be read")
        }
        return certificates
    }
}
