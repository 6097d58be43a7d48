import AsyncHTTPClient
import Foundation
import MartletActions
import MartletPolicy
import NIOCore
import NIOHTTP1
import NIOPosix
import NIOSSL

/// The one way out of this installation: every request to an address that somebody else chose goes through here
/// (A256–A259).
///
/// A URL is read once and judged, its name looked up once, every address judged, and the connection made to an address
/// that was judged: between judgement and connection there is no second look-up that a name server could answer
/// differently. Each request has a client of its own; proxies, redirects, cookies and decompression are not used.
package struct GuardedFetch: OutgoingFetch {
    /// What a name's addresses are.
    package typealias Lookup = @Sendable (_ host: String, _ limit: TimeAmount) async throws -> [NetworkAddress]

    private let rules: OutgoingRules
    /// Messages to phones go where phones say, and phones are anybody's: what an administrator's fields may lead to is no
    /// reason that they may.
    private let messageRules: OutgoingRules
    private let authorities: [NIOSSLCertificate]
    private let deadline: TimeAmount
    private let connecting: TimeAmount
    private let lookup: Lookup?
    private let turns = OutgoingTurns()
    /// Messages have turns of their own, so that they wait for nothing else, and nothing else for them.
    private let messageTurns = OutgoingTurns(
        most: OutgoingTurns.mostMessages, toOneHost: OutgoingTurns.mostMessages)

    /// The longest that a request takes, looking up and reading included.
    private static let longest = TimeAmount.seconds(5)
    /// The longest that connecting takes, the TLS handshake included.
    private static let longestConnecting = TimeAmount.seconds(2)
    /// The most addresses of one name that are tried.
    private static let mostAddresses = 3

    /// The way out under `rules`, and for messages to phones under `messageRules`. Servers are trusted whose certificates
    /// the authorities of this machine or `authorities` vouch for.
    package init(
        rules: OutgoingRules, messageRules: OutgoingRules = OutgoingRules(),
        authorities: [NIOSSLCertificate] = [], deadline: TimeAmount? = nil,
        connecting: TimeAmount? = nil, lookup: Lookup? = nil
    ) {
        self.rules = rules
        self.messageRules = messageRules
        self.authorities = authorities
        self.deadline = deadline ?? Self.longest
        self.connecting = connecting ?? Self.longestConnecting
        self.lookup = lookup
    }

    /// The document at `url`.
    /// - Throws: why it was not fetched.
    package func get(_ url: String, _ kind: OutgoingDocument) async throws(OutgoingRefusal) -> [UInt8] {
        let accepted = kind.contentTypes.sorted().joined(separator: ", ")
        return try await request(url, method: .GET, headers: [("accept", accepted)]) { response in
            try Self.checkHead(of: response, kind)
            let body = try await response.body.collect(upTo: kind.limit)
            return Array(body.readableBytesView)
        }
    }

    /// Judges `url` and the addresses that its name has now.
    /// - Throws: why it would not be reached.
    package func check(_ url: String) async throws(OutgoingRefusal) {
        let url = try OutgoingURL(url)
        try rules.check(url)
        try rules.check(try await addresses(of: url, within: deadline), of: url)
    }

    /// Sends `form` to `url`.
    /// - Throws: why it was not delivered.
    package func post(_ url: String, form: String) async throws(OutgoingRefusal) -> Int {
        let headers = [("content-type", "application/x-www-form-urlencoded")]
        return try await request(url, method: .POST, headers: headers, body: ByteBuffer(string: form)) { response in
            Int(response.status.code)
        }
    }

    /// Sends a message to `url`.
    /// - Throws: why it was not delivered.
    package func post(_ url: String, _ message: OutgoingMessage) async throws(OutgoingRefusal) -> Int {
        let headers = message.headers.map { ($0.name, $0.value) }
        let body = ByteBuffer(bytes: message.body)
        return try await request(
            url, under: messageRules, method: .POST, headers: headers, body: body, turns: messageTurns
        ) { response in
            Int(response.status.code)
        }
    }

    private func request<Answer: Sendable>(
        _ text: String, under messageRules: OutgoingRules? = nil, method: HTTPMethod, headers: [(String, String)],
        body: ByteBuffer? = nil,
        turns: OutgoingTurns? = nil,
        reading read: @Sendable (HTTPClientResponse) async throws -> Answer
    ) async throws(OutgoingRefusal) -> Answer {
        let end = NIODeadline.now() + deadline
        let url = try OutgoingURL(text)
        let rules = messageRules ?? self.rules
        try rules.check(url)
        let turns = turns ?? self.turns
        guard turns.take(for: url.host) else { throw .busy }
        defer { turns.giveBack(for: url.host) }
        let addresses = try await self.addresses(of: url, within: end - NIODeadline.now())
        try rules.check(addresses, of: url)

        var request = HTTPClientRequest(url: url.text)
        request.method = method
        request.headers = HTTPHeaders([("user-agent", "Martlet"), ("connection", "close")] + headers)
        if let body { request.body = .bytes(body) }
        // The client reads the URL a second time; it must understand by it what was judged (A142).
        guard let second = URL(string: url.text), second.scheme == (url.isSecure ? "https" : "http"),
            second.host.map({ $0.trimmingCharacters(in: ["[", "]"]) }) == url.host, second.port == Int(url.port)
        else { throw .malformed }
        var refusal = OutgoingRefusal.unreachable
        for address in addresses.prefix(Self.mostAddresses) {
            do {
                let configuration = configuration(connecting: url, to: address)
                return try await HTTPClient.withHTTPClient(configuration: configuration) { [request] client in
                    try await read(try await client.execute(request, deadline: end))
                }
            } catch {
                refusal = Self.refusal(error)
                // Only where nobody was there, somebody else of the same name is asked.
                guard refusal == .unreachable, NIODeadline.now() < end else { break }
            }
        }
        throw refusal
    }

    private func addresses(
        of url: OutgoingURL, within limit: TimeAmount
    ) async throws(OutgoingRefusal) -> [NetworkAddress] {
        if let address = url.address { return [address] }
        guard let lookup else { return try await NameLookup.addresses(of: url.host, within: limit) }
        do { return try await lookup(url.host, limit) } catch { throw Self.refusal(error) }
    }

    private func configuration(connecting url: OutgoingURL, to address: NetworkAddress) -> HTTPClient.Configuration {
        var tls = TLSConfiguration.makeClientConfiguration()
        tls.minimumTLSVersion = .tlsv12
        tls.additionalTrustRoots = authorities.isEmpty ? [] : [.certificates(authorities)]
        var configuration = HTTPClient.Configuration(
            tlsConfiguration: tls, redirectConfiguration: .disallow,
            timeout: .init(connect: connecting, read: deadline), proxy: nil, decompression: .disabled)
        configuration.httpVersion = .http1Only
        configuration.connectionPool.retryConnectionEstablishment = false
        configuration.maximumUsesPerConnection = 1
        // The name stays the one of the TLS handshake, of the certificate and of `Host`.
        if url.address == nil { configuration.dnsOverride = [url.host: address.text] }
        return configuration
    }

    /// A success, of the wanted kind, not compressed, and not longer than it may be.
    private static func checkHead(of response: HTTPClientResponse, _ kind: OutgoingDocument) throws(OutgoingRefusal) {
        let status = Int(response.status.code)
        guard !(300..<400).contains(status) else { throw .redirect }
        guard status == 200 else { throw .status(status) }
        let contentType = response.headers.first(name: "content-type") ?? ""
        let essence = contentType.prefix { $0 != ";" }.trimmingCharacters(in: .whitespaces).lowercased()
        guard kind.contentTypes.contains(essence),
            response.headers["content-encoding"].allSatisfy({ $0.lowercased() == "identity" })
        else { throw .contentType }
        if let length = response.headers.first(name: "content-length").flatMap({ Int($0) }), length > kind.limit {
            throw .tooLarge
        }
    }

    private static func refusal(_ error: any Error) -> OutgoingRefusal {
        switch error {
        case let refusal as OutgoingRefusal: refusal
        case is NIOTooManyBytesError: .tooLarge
        case let error as HTTPClientError where error == .deadlineExceeded || error == .readTimeout: .tooSlow
        case is CancellationError: .tooSlow
        default: .unreachable
        }
    }
}
