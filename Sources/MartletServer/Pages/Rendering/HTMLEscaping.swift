import Mustache

/// Escapes text for HTML byte by byte.
///
/// The template engine's own escaping goes by grapheme: a quotation mark followed by a combining accent is another
/// character to it and slips through, though a browser still sees the mark and ends the attribute there.
struct HTMLEscaping: MustacheContentType {
    /// The name that every template's first line asks for.
    static let name = "MARTLET"

    /// Makes the engine know the name; doing it twice does no harm.
    static func register() {
        MustacheContentTypes.register(HTMLEscaping(), named: name)
    }

    func escapeText(_ text: String) -> String { Self.escape(text) }

    /// `text` with the five characters that mean something in HTML replaced.
    static func escape(_ text: String) -> String {
        guard text.utf8.contains(where: { replacement(of: $0) != nil }) else { return text }
        var bytes: [UInt8] = []
        bytes.reserveCapacity(text.utf8.count + 16)
        for byte in text.utf8 {
            if let replacement = replacement(of: byte) {
                bytes.append(contentsOf: replacement.utf8)
            } else {
                bytes.append(byte)
            }
        }
        return String(decoding: bytes, as: UTF8.self)
    }

    private static func replacement(of byte: UInt8) -> String? {
        switch byte {
        case UInt8(ascii: "&"): "&amp;"
        case UInt8(ascii: "<"): "&lt;"
        case UInt8(ascii: ">"): "&gt;"
        case UInt8(ascii: "\""): "&quot;"
        case UInt8(ascii: "'"): "&#39;"
        default: nil
        }
    }
}
