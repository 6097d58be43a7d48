/// Base 64 with the URL-safe alphabet and no padding (RFC 4648 section 5, RFC 7515 appendix C).
package enum Base64URL {
    private static let alphabet = Array("ABCDEFGHIJKLMNOPQRSTUVWXYZabcdefghijklmnopqrstuvwxyz0123456789-_".utf8)
    private static let values = SixBitValues(of: alphabet)

    /// The text form of `bytes`.
    package static func encode(_ bytes: some Sequence<UInt8>) -> String {
        var text: [UInt8] = []
        append(bytes, to: &text)
        return String(decoding: text, as: UTF8.self)
    }

    /// Appends the text form of `bytes`, as ASCII, to `text`.
    package static func append(_ bytes: some Sequence<UInt8>, to text: inout [UInt8]) {
        SixBitText.append(bytes, alphabet: alphabet, to: &text)
    }

    /// The bytes of a text, or `nil` unless it is exactly what `encode` would have written: no padding, no other
    /// alphabet, no white space, no stray bits at the end (so that one value has one spelling, A167).
    package static func decode(_ text: some Sequence<UInt8>) -> [UInt8]? {
        SixBitText.decode(text, values: values)
    }

    /// The bytes of a text, by the same strict rules.
    package static func decode(_ text: String) -> [UInt8]? {
        decode(text.utf8)
    }
}
