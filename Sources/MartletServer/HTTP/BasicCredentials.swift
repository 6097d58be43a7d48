import Foundation

/// The name and password of an `Authorization: Basic` header (RFC 7617).
struct BasicCredentials: Sendable, Equatable {
    let name: String
    let password: String

    /// Reads a header; `nil` if it is another scheme, over 4 KiB, not base64, not UTF-8, holds a control character or
    /// lacks the colon (A219).
    init?(header: String) {
        guard header.utf8.count <= 4096 else { return nil }
        let parts = header.split(separator: " ", maxSplits: 1)
        guard parts.count == 2, parts[0].lowercased() == "basic", let data = Data(base64Encoded: String(parts[1])),
            // A byte is looked for: a colon that an accent follows is one letter with it to Swift, and no colon.
            let colon = data.firstIndex(of: UInt8(ascii: ":")), !data.contains(where: { $0 < 0x20 || $0 == 0x7f }),
            let name = String(validating: data[..<colon], as: UTF8.self),
            // Everything after the first colon is the password, colons included.
            let password = String(validating: data[(colon + 1)...], as: UTF8.self)
        else { return nil }
        self.name = name
        self.password = password
    }

    /// The id and the secret of an app, each form-encoded before they were joined (RFC 6749 section 2.3.1); `nil` if
    /// either is not: what two readers could take for different things is no credential (A184).
    var client: (clientID: String, secret: String)? {
        guard let clientID = Self.decoded(name), let secret = Self.decoded(password) else { return nil }
        return (clientID, secret)
    }

    private static func decoded(_ text: String) -> String? {
        // A byte again: an accent behind it hides an ampersand from Swift, and from no other reader.
        guard !text.utf8.contains(UInt8(ascii: "&")) else { return nil }
        return FormBody(parsing: "v=" + text)?["v"]
    }
}
