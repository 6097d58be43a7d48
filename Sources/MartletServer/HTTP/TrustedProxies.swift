import MartletPolicy

/// Which address a request is counted under (A078).
struct TrustedProxies: Sendable {
    /// The addresses of the proxies that the operator trusts.
    let addresses: Set<String>

    /// The socket's address; behind a trusted proxy the last address of `X-Forwarded-For` that is not a trusted proxy.
    ///
    /// Anything unreadable in the header is not skipped but ends the search at the proxy itself: a forged entry must not
    /// name somebody else, and a decision must not fail open (A008).
    func client(socket: String, forwardedFor: [String]) -> String {
        guard addresses.contains(socket) else { return socket }
        var client = socket
        for hop in forwardedFor.joined(separator: ",").utf8.split(separator: UInt8(ascii: ",")).reversed() {
            guard let address = Self.address(String(Substring(hop))) else { return client }
            client = address
            if !addresses.contains(address) { return client }
        }
        return client
    }

    /// The address of a hop without white space around it, and without the port that some proxies write behind it: with
    /// it every connection would be a place of its own. `nil` for what is no address.
    static func address(_ hop: String) -> String? {
        let text = hop.utf8.drop { $0 == 0x20 || $0 == 0x09 }
        var address = Substring(text.prefix { $0 != 0x20 && $0 != 0x09 })
        guard text.dropFirst(address.utf8.count).allSatisfy({ $0 == 0x20 || $0 == 0x09 }) else { return nil }
        if address.utf8.first == UInt8(ascii: "[") {
            guard let bracket = address.utf8.firstIndex(of: UInt8(ascii: "]")),
                isPort(address[address.index(after: bracket)...])
            else { return nil }
            address = address[..<bracket].dropFirst()
        } else if let dot = address.utf8.firstIndex(of: UInt8(ascii: ".")),
            let colon = address.utf8.firstIndex(of: UInt8(ascii: ":")), dot < colon
        {
            guard isPort(address[colon...]) else { return nil }
            address = address[..<colon]
        }
        return NetworkAddress(parsing: String(address)).map { _ in String(address) }
    }

    private static func isPort(_ text: Substring) -> Bool {
        let digits = text.utf8.dropFirst()
        return text.isEmpty
            || text.utf8.first == UInt8(ascii: ":") && (1...5).contains(digits.count)
                && digits.allSatisfy { (48...57).contains($0) }
    }
}
