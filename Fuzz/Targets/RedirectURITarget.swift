import Foundation
import MartletDirectory
import MartletPolicy

/// The comparison of redirect URIs (A133–A136) beside one that compares bytes and knows nothing of URIs, and the rules
/// for registering one beside Foundation's reader.
///
/// An input is a line of registered addresses with spaces between, and a line with the one that is asked for.
enum RedirectURITarget: FuzzTarget {
    static let name = "redirect-uri"

    static func check(_ input: [UInt8]) throws {
        let lines = input.lines(2)
        guard let first = lines[0].validText, let requested = lines[1].validText else { return }
        let registered = first.split(separator: " ").map(String.init)
        let matches = RedirectURICheck.matches(requested, registered: registered)
        let isSame = registered.contains { Array($0.utf8) == Array(requested.utf8) }
        try hold(matches || !isSame, "what is registered matches itself")
        if matches, !isSame {
            let wanted = withoutPort(requested)
            try hold(wanted != nil, "only a loopback address may differ from what is registered")
            try hold(registered.contains { withoutPort($0) == wanted }, "nothing but the port may differ")
        }
        for text in registered + [requested] {
            for kind in Application.Kind.allCases { try checkRegistering(text, kind) }
        }
    }

    /// The bytes of a loopback address without `:` and digits behind its host; found by looking at bytes alone.
    private static func withoutPort(_ text: String) -> [UInt8]? {
        let bytes = Array(text.utf8)
        for host in ["http://127.0.0.1", "http://[::1]", "http://localhost"] {
            let start = Array(host.utf8)
            guard bytes.count >= start.count, Array(bytes[..<start.count].map(lower)) == start else { continue }
            var rest = bytes[start.count...]
            if rest.first == UInt8(ascii: ":") { rest = rest.dropFirst().drop { (48...57).contains($0) } }
            guard rest.isEmpty || rest.first == UInt8(ascii: "/") || rest.first == UInt8(ascii: "?") else { continue }
            // Only the letters of the scheme may be written either way; of the host too nobody could be led astray.
            return start + rest
        }
        return nil
    }

    private static func lower(_ byte: UInt8) -> UInt8 { (65...90).contains(byte) ? byte + 32 : byte }

    private static func checkRegistering(_ text: String, _ kind: Application.Kind) throws {
        guard RedirectURICheck.isAcceptable(toRegister: text, for: kind) == nil else { return }
        try hold(RedirectURICheck.matches(text, registered: [text]), "what can be registered matches itself")
        try hold((1...2048).contains(text.utf8.count), "the length is limited")
        let forbidden = Array("#*\\\"<>^`{|} ".utf8)
        try hold(
            text.utf8.allSatisfy { (0x21...0x7e).contains($0) && !forbidden.contains($0) },
            "only the characters of RFC 3986")
        guard let parts = URLComponents(string: text) else { throw Broken(description: "Foundation cannot read it") }
        try hold(parts.user == nil && parts.password == nil, "no user information")
        try hold(parts.fragment == nil, "no fragment")
        let scheme = parts.scheme?.lowercased() ?? ""
        let host = parts.host?.lowercased() ?? ""
        switch scheme {
        case "https": try hold(!host.isEmpty, "https has a host")
        case "http": try hold(["127.0.0.1", "[::1]", "::1", "localhost"].contains(host), "http is loopback only")
        default: try hold(kind == .public && scheme.contains("."), "a private scheme has a dot and a public app")
        }
        if let port = parts.port { try hold((1...65535).contains(port), "a port is a port") }
        let segments = parts.path.split(separator: "/", omittingEmptySubsequences: false)
        try hold(!segments.contains { $0 == ".." || $0 == "." }, "no dots that a browser takes out of the path")
        let reserved: Set<String> = ["code", "state", "error", "iss"]
        try hold(
            !(parts.queryItems ?? []).contains { reserved.contains($0.name.lowercased()) },
            "no parameter of the answer stands there already")
        if scheme == "https" {
            try hold(!RedirectURICheck.matches(text + "x", registered: [text]), "nothing longer matches")
            try hold(!RedirectURICheck.matches(text, registered: [text + "/"]), "nothing shorter matches")
        }
    }
}
