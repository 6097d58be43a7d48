import MartletDirectory

/// The parts of a redirect URI, each read strictly (RFC 3986 without its freedoms).
extension RedirectURI {
    static func checkCharacters(_ text: String) throws(RedirectURIProblem) {
        let bytes = Array(text.utf8)
        for (index, byte) in bytes.enumerated() {
            switch byte {
            case UInt8(ascii: "#"): throw RedirectURIProblem.fragment
            case UInt8(ascii: "*"): throw RedirectURIProblem.wildcard
            case UInt8(ascii: "%"):
                guard index + 2 < bytes.count, Hexadecimal.value(of: bytes[index + 1]) != nil,
                    Hexadecimal.value(of: bytes[index + 2]) != nil
                else { throw RedirectURIProblem.character }
            default:
                guard isURIByte(byte) else { throw RedirectURIProblem.character }
            }
        }
    }

    static func isScheme(_ text: Substring) -> Bool {
        guard let first = text.utf8.first, isLetter(first) else { return false }
        return text.utf8.allSatisfy { isLetter($0) || isDigit($0) || "+-.".utf8.contains($0) }
    }

    /// Host and port of an authority; an IPv6 host keeps its brackets.
    static func split(_ authority: Substring) throws(RedirectURIProblem) -> (host: Substring, port: Substring?) {
        let hostEnd: Substring.Index
        if authority.hasPrefix("[") {
            guard let bracket = authority.firstIndex(of: "]") else { throw RedirectURIProblem.host }
            hostEnd = authority.index(after: bracket)
        } else {
            hostEnd = authority.firstIndex(of: ":") ?? authority.endIndex
        }
        let rest = authority[hostEnd...]
        guard rest.isEmpty || rest.hasPrefix(":") else { throw RedirectURIProblem.host }
        return (authority[..<hostEnd], rest.isEmpty ? nil : rest.dropFirst())
    }

    static func checkHost(_ host: Substring) throws(RedirectURIProblem) {
        if host.hasPrefix("[") {
            guard case .six = NetworkAddress(parsing: String(host.dropFirst().dropLast())) else {
                throw RedirectURIProblem.host
            }
            return
        }
        let labels = host.split(separator: ".", omittingEmptySubsequences: false)
        guard (1...253).contains(host.utf8.count), labels.allSatisfy(isLabel) else { throw RedirectURIProblem.host }
        // A last label of digits would be read as an IPv4 address by browsers, in whatever spelling (WHATWG URL).
        guard let last = labels.last, last.utf8.contains(where: { !isDigit($0) }) || isFour(host) else {
            throw RedirectURIProblem.host
        }
    }

    static func checkPort(_ port: Substring) throws(RedirectURIProblem) {
        guard (1...5).contains(port.utf8.count), port.first != "0", port.utf8.allSatisfy(isDigit),
            UInt16(port) != nil
        else { throw RedirectURIProblem.port }
    }

    static func checkPath(_ path: Substring) throws(RedirectURIProblem) {
        let folded = path.lowercased().replacing("%2e", with: ".")
        let hasDots = folded.split(separator: "/", omittingEmptySubsequences: false).contains { segment in
            let name = segment.prefix { $0 != ";" }
            return name == "." || name == ".."
        }
        let isEscaped = ["%2f", "%5c", "%25", "%00"].contains { folded.contains($0) }
        guard !hasDots, !isEscaped else { throw RedirectURIProblem.path }
    }

    static func checkQuery(_ query: Substring) throws(RedirectURIProblem) {
        let reserved: Set<String> = ["code", "state", "error", "error_description", "iss", "id_token", "access_token"]
        let names = query.dropFirst().split(separator: "&").map { $0.prefix { $0 != "=" }.lowercased() }
        guard !names.contains(where: { reserved.contains($0) || $0.contains("%") }) else {
            throw RedirectURIProblem.query
        }
    }

    private static func isFour(_ host: Substring) -> Bool {
        guard case .four = NetworkAddress(parsing: String(host)) else { return false }
        return true
    }

    private static func isLabel(_ label: Substring) -> Bool {
        (1...63).contains(label.utf8.count) && label.first != "-" && label.last != "-"
            && label.utf8.allSatisfy { isLetter($0) || isDigit($0) || $0 == UInt8(ascii: "-") }
    }

    private static func isURIByte(_ byte: UInt8) -> Bool {
        isLetter(byte) || isDigit(byte) || "-._~:/?[]@!$&'()+,;=".utf8.contains(byte)
    }

    private static func isLetter(_ byte: UInt8) -> Bool {
        byte | 32 >= UInt8(ascii: "a") && byte | 32 <= UInt8(ascii: "z")
    }

    private static func isDigit(_ byte: UInt8) -> Bool { byte >= UInt8(ascii: "0") && byte <= UInt8(ascii: "9") }
}
