/// Martlet's cookies: their names and attributes, and the reading of what browsers send (N-C01, N-3.3.1…5).
struct CookieJar: Sendable {
    /// The cookies that there are.
    enum Name: String, CaseIterable, Sendable {
        /// The session.
        case session
        /// The browser itself, for a year.
        case browser
        /// The chosen language, for a year.
        case language
        /// The chosen colours, for a year.
        case theme
    }

    /// Whether the installation is reached by https; only a trial on a loopback address is not.
    let isSecure: Bool

    /// The full name: over https it carries the prefix that stops any other host or path from planting it (A107).
    func name(_ name: Name) -> String { (isSecure ? "__Host-" : "") + "martlet-" + name.rawValue }

    /// The one value of a cookie in a `Cookie` header; a cookie that is sent twice counts as absent (A110).
    func value(_ name: Name, in header: String?) -> String? {
        guard let header, header.utf8.count <= 8192 else { return nil }
        // Bytes are compared: to Swift the Greek question mark is a semicolon, and one with an accent is none.
        let wanted = self.name(name).utf8
        var found: String?
        for part in header.utf8.split(separator: UInt8(ascii: ";")) {
            let pair = part.drop { $0 == UInt8(ascii: " ") }
            guard let equals = pair.firstIndex(of: UInt8(ascii: "=")), pair[..<equals].elementsEqual(wanted) else {
                continue
            }
            guard found == nil else { return nil }
            found = String(Substring(pair[pair.index(after: equals)...]))
        }
        return found
    }

    /// A `Set-Cookie` value; `maxAge` in seconds, `nil` for as long as the browser is open.
    func set(_ name: Name, to value: String, maxAge: Int64?) -> String {
        var text = "\(self.name(name))=\(value); Path=/; HttpOnly; SameSite=Lax"
        if isSecure { text += "; Secure" }
        if let maxAge { text += "; Max-Age=\(maxAge)" }
        return text
    }

    /// A `Set-Cookie` value that removes a cookie.
    func remove(_ name: Name) -> String { set(name, to: "", maxAge: 0) }
}
