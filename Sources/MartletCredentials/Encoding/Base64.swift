/// Base 64 with the ordinary alphabet and no padding (RFC 4648 section 4), as the PHC string format has it.
enum Base64 {
    private static let alphabet = Array("ABCDEFGHIJKLMNOPQRSTUVWXYZabcdefghijklmnopqrstuvwxyz0123456789+/".utf8)
    private static let values = SixBitValues(of: alphabet)

    /// The text form of `bytes`, without padding.
    static func encode(_ bytes: some Sequence<UInt8>) -> String {
        var text: [UInt8] = []
        SixBitText.append(bytes, alphabet: alphabet, to: &text)
        return String(decoding: text, as: UTF8.self)
    }

    /// The bytes of a text without padding, or `nil` unless it is their canonical spelling.
    static func decode(_ text: some Sequence<UInt8>) -> [UInt8]? {
        SixBitText.decode(text, values: values)
    }
}
