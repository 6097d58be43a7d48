import MartletDirectory
import MartletPolicy

/// A question of nginx's mail proxy: what its headers say, read once and strictly.
///
/// Each header is there once or it is nothing; a variant with underscores is another header. Name and password are
/// percent-encoded by nginx (A214, A219).
struct MailAuthRequest: Sendable, Equatable {
    /// The mail program's login; `nil` where it cannot be read.
    let login: MailLogin?
    /// From where the program came; `nil` where that is no address.
    let clientAddress: String?
    /// The how-manieth try on this connection this is, 1 or more.
    let attempt: Int

    /// Bytes that a header may have; a password of 1,024 characters has 12 KiB at most when each byte is encoded.
    static let limit = 12_288

    /// Reads headers through `values`, which gives the values of a header by its name.
    init(_ values: (String) -> [String]) {
        func only(_ name: String) -> String? {
            let found = values(name)
            guard found.count == 1, let value = found.first, value.utf8.count <= Self.limit else { return nil }
            return value
        }
        clientAddress = only("Client-IP").flatMap { text in NetworkAddress(parsing: text).map { _ in text } }
        let digits = only("Auth-Login-Attempt") ?? ""
        let isNumber = (1...4).contains(digits.utf8.count) && digits.utf8.allSatisfy { (48...57).contains($0) }
        attempt = isNumber ? max(1, Int(digits) ?? 1) : 1
        login = Self.login(
            method: only("Auth-Method"), protocolName: only("Auth-Protocol"), user: only("Auth-User"),
            password: only("Auth-Pass"))
    }

    private static func login(
        method: String?, protocolName: String?, user: String?, password: String?
    ) -> MailLogin? {
        guard let method, let mailProtocol = protocolName.flatMap(MailDoor.MailProtocol.init(rawValue:)),
            let name = user.flatMap(decoded), !name.isEmpty
        else { return nil }
        switch method {
        case "plain":
            guard let password = password.flatMap(decoded) else { return nil }
            return MailLogin(mailProtocol: mailProtocol, name: name, password: password)
        case "apop", "cram-md5":
            // What comes instead of a password proves nothing against a hash, so none is looked at.
            return MailLogin(mailProtocol: mailProtocol, name: name, password: "")
        default: return nil
        }
    }

    /// The text behind percent-encoding; `nil` for half an escape, for what is not UTF-8, and for control characters.
    static func decoded(_ text: String) -> String? {
        var bytes: [UInt8] = []
        var rest = Array(text.utf8)[...]
        while let byte = rest.popFirst() {
            guard byte == UInt8(ascii: "%") else {
                bytes.append(byte)
                continue
            }
            guard let high = rest.popFirst().flatMap(digit), let low = rest.popFirst().flatMap(digit) else {
                return nil
            }
            bytes.append(high << 4 | low)
        }
        guard !bytes.contains(where: { $0 < 0x20 || $0 == 0x7f }) else { return nil }
        return String(validating: bytes, as: UTF8.self)
    }

    private static func digit(_ byte: UInt8) -> UInt8? {
        switch byte {
        case UInt8(ascii: "0")...UInt8(ascii: "9"): byte - UInt8(ascii: "0")
        case UInt8(ascii: "A")...UInt8(ascii: "F"): byte - UInt8(ascii: "A") + 10
        case UInt8(ascii: "a")...UInt8(ascii: "f"): byte - UInt8(ascii: "a") + 10
        default: nil
        }
    }
}
