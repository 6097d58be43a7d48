import Foundation

@testable import MartletServer

/// `Authorization: Basic` beside a reader of bytes (RFC 7617, A184, A219).
enum BasicHeaderTarget: FuzzTarget {
    static let name = "basic-header"

    static func check(_ input: [UInt8]) throws {
        let header = input.text
        // What is in the base 64 is what matters: the input is tried as that too.
        try check(header: header)
        try check(header: "Basic " + Data(input).base64EncodedString())
    }

    private static func check(header: String) throws {
        guard let credentials = BasicCredentials(header: header) else { return }
        let bytes = Array(header.utf8)
        guard let space = bytes.firstIndex(of: 0x20), let data = Data(base64Encoded: bytes[(space + 1)...].asText),
            let colon = data.firstIndex(of: UInt8(ascii: ":"))
        else { throw Broken(description: "what is read has a scheme, base 64 and a colon") }
        try hold(Array(bytes[..<space]).text.lowercased() == "basic", "the scheme is Basic")
        try hold(Array(credentials.name.utf8) == Array(data[..<colon]), "the name ends at the first colon")
        try hold(Array(credentials.password.utf8) == Array(data[(colon + 1)...]), "the rest is the password")
        try hold(!data.contains { $0 < 0x20 || $0 == 0x7f }, "there are no control characters")
        guard let client = credentials.client else { return }
        try hold(
            client.clientID == decoded(credentials.name) && client.secret == decoded(credentials.password),
            "both are form-encoded")
    }

    private static func decoded(_ text: String) -> String? {
        Array(text.utf8).map { $0 == UInt8(ascii: "+") ? 0x20 : $0 }.text.removingPercentEncoding
    }
}

/// `Authorization: Bearer` (RFC 6750 section 2.1): a token has no spaces and no control characters.
enum BearerHeaderTarget: FuzzTarget {
    static let name = "bearer-header"

    static func check(_ input: [UInt8]) throws {
        guard let token = BearerToken(header: input.text)?.text else { return }
        let allowed = Array("-._~+/=".utf8)
        try hold(!token.isEmpty, "a token is not empty")
        try hold(
            token.utf8.allSatisfy { byte in
                (48...57).contains(byte) || (65...90).contains(byte) || (97...122).contains(byte)
                    || allowed.contains(byte)
            }, "a token is made of the characters of b64token")
        try hold(
            input.count == token.utf8.count + 7 && input.suffix(token.utf8.count).elementsEqual(token.utf8),
            "it is the whole rest of the header")
    }
}

/// The `Cookie` header beside a reader of bytes (A107, A110); and what is set is found again.
enum CookieTarget: FuzzTarget {
    static let name = "cookie"

    static func check(_ input: [UInt8]) throws {
        let header = input.text
        for jar in [CookieJar(isSecure: true), CookieJar(isSecure: false)] {
            for name in CookieJar.Name.allCases {
                let full = Array(jar.name(name).utf8)
                let found = Array(header.utf8).split(separator: UInt8(ascii: ";")).compactMap { part -> [UInt8]? in
                    let pair = part.drop { $0 == 0x20 }
                    guard pair.starts(with: full), pair.dropFirst(full.count).first == UInt8(ascii: "=") else {
                        return nil
                    }
                    return Array(pair.dropFirst(full.count + 1))
                }
                let expected = found.count == 1 && header.utf8.count <= 8192 ? found.first : nil
                let value = jar.value(name, in: header)
                try hold(value.map { Array($0.utf8) } == expected, "\(jar.name(name)) is what stands there once")
                if let value {
                    let pair = Array(jar.set(name, to: value, maxAge: nil).utf8.prefix { $0 != UInt8(ascii: ";") })
                    try hold(jar.value(name, in: pair.text) == value, "what is set is found again")
                }
            }
        }
    }
}

/// Whose request it is behind proxies (A008, A078): the address of the socket, or one that the header names.
///
/// A line with the address of the socket, and the header; `10.0.0.1` and `10.0.0.2` are proxies.
enum ForwardedTarget: FuzzTarget {
    static let name = "forwarded-for"

    static func check(_ input: [UInt8]) throws {
        let proxies = TrustedProxies(addresses: ["10.0.0.1", "10.0.0.2"])
        let lines = input.lines(2)
        let socket = lines[0].text
        let client = proxies.client(socket: socket, forwardedFor: [lines[1].text])
        guard proxies.addresses.contains(socket) else {
            try hold(client == socket, "without a trusted proxy the header says nothing")
            return
        }
        if client == socket { return }
        try hold(client.utf8.count <= 45, "an address is short")
        try hold(NetworkAddressWitness.isAddress(client), "what is named is an address: \(client)")
        let hops = lines[1].text.utf8.split(separator: UInt8(ascii: ","), omittingEmptySubsequences: true)
            .map { withoutPort(String(Substring($0)).trimmingCharacters(in: CharacterSet(charactersIn: " \t"))) }
        try hold(hops.contains(client), "the header names it")
        let after = hops.suffix(from: (hops.lastIndex(of: client) ?? 0) + 1)
        try hold(after.allSatisfy { proxies.addresses.contains($0) }, "nobody but proxies stands behind it")
    }

    private static func withoutPort(_ hop: String) -> String {
        if NetworkAddressWitness.isAddress(hop) { return hop }
        let bare = hop.replacing(/\]?(:[0-9]{1,5})?$/, with: "")
        return bare.hasPrefix("[") ? String(bare.dropFirst()) : bare
    }
}

/// What the browser wants to read: one of ours, whatever the header says.
enum LanguageTarget: FuzzTarget {
    static let name = "accept-language"

    static func check(_ input: [UInt8]) throws {
        let lines = input.lines(3)
        let language = Language.choice(
            uiLocales: lines[0].text, chosen: lines[1].text, acceptLanguage: lines[2].text)
        try hold(Language.choice(uiLocales: language.rawValue, chosen: nil, acceptLanguage: nil) == language, "stable")
        try hold(
            Language.choice(uiLocales: nil, chosen: nil, acceptLanguage: lines[2].text)
                == Language.choice(uiLocales: "tlh", chosen: "tlh", acceptLanguage: lines[2].text),
            "a language that is not spoken here says nothing")
    }
}

extension Sequence<UInt8> {
    fileprivate var asText: String { String(decoding: Array(self), as: UTF8.self) }
}
