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
        for hop in forwardedFor.joined(separator: ",").split(separator: ",").reversed() {
            let address = String(hop.filter { $0 != " " && $0 != "\t" })
            guard !address.isEmpty, address.utf8.count <= 45, address.utf8.allSatisfy(Self.isAddressByte) else {
                return client
            }
            client = address
            if !addresses.contains(address) { return client }
        }
        return client
    }

    private static func isAddressByte(_ byte: UInt8) -> Bool {
        switch byte {
        case UInt8(ascii: "0")...UInt8(ascii: "9"), UInt8(ascii: "a")...UInt8(ascii: "f"),
            UInt8(ascii: "A")...UInt8(ascii: "F"), UInt8(ascii: "."), UInt8(ascii: ":"):
            true
        default: false
        }
    }
}
