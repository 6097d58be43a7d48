import ArgumentParser
import MartletActions

/// Where people's browsers are asked for a certificate.
struct PersonCertificateOptions: ParsableArguments {
    @Option(
        name: .customLong("certificate-listen"),
        help: ArgumentHelp(
            "A second address to listen on, where browsers are asked for a certificate of their person.",
            valueName: "host:port"))
    var listen: String?

    @Option(
        name: .customLong("certificate-url"),
        help: ArgumentHelp(
            "The address under which browsers reach it, or a proxy that asks in its place; https.", valueName: "url"))
    var url: String?

    /// Where browsers are sent, and where is listened; `nil` where nobody is asked.
    func host(of publicURL: PublicURL, isSecure: Bool) throws -> (url: PublicURL, address: ListenAddress?)? {
        let address = try listen.map { try ListenAddress($0, isSecure: true) }
        guard address == nil || isSecure else {
            throw CommandFailure("--certificate-listen needs --tls-certificate and --tls-key")
        }
        guard let text = url ?? address.map({ Self.url(besides: publicURL, port: $0.port) }) else { return nil }
        guard let found = PublicURL(text), found.isSecure else {
            throw CommandFailure("`\(text)` is not an address where browsers can be asked for a certificate: use https")
        }
        guard found.authority != publicURL.authority else {
            throw CommandFailure("--certificate-url must be another host or port than the address of this server")
        }
        return (found, address)
    }

    /// The host of the server under another port.
    private static func url(besides publicURL: PublicURL, port: Int) -> String {
        let authority = publicURL.authority
        let name = authority.hasPrefix("[") ? authority.prefix { $0 != "]" } + "]" : authority.prefix { $0 != ":" }
        return "https://\(name)" + (port == 443 ? "" : ":\(port)")
    }
}
