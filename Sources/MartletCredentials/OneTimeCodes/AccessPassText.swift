import MartletDirectory

/// The text of a temporary access pass: letters and digits of which none looks like another, five random bits each.
package enum AccessPassText {
    private static let alphabet = Array("ABCDEFGHJKLMNPQRSTUVWXYZ23456789".utf8)

    /// Random bytes that a pass of `length` characters takes.
    package static func randomLength(for length: Int) -> Int { length }

    /// A pass of as many characters as there are random bytes.
    package static func generate(from random: [UInt8]) -> String {
        // 32 letters: the lowest five bits of each byte choose one, all alike.
        String(decoding: random.map { alphabet[Int($0 & 31)] }, as: UTF8.self)
    }

    /// The one spelling of a pass that was typed, or `nil` for what cannot be one.
    ///
    /// Case, white space and hyphens do not matter, nor do the full-width forms of Japanese keyboards.
    package static func canonical(_ typed: String) -> String? {
        guard typed.utf8.count <= 256 else { return nil }
        var letters: [UInt8] = []
        for scalar in typed.unicodeScalars {
            var value = scalar.value
            if (0xff01...0xff5e).contains(value) { value -= 0xfee0 }
            if scalar.properties.isWhitespace || value == 0x2d || value == 0x30fc { continue }
            guard let byte = UInt8(exactly: value) else { return nil }
            let upper = (UInt8(ascii: "a")...UInt8(ascii: "z")).contains(byte) ? byte - 32 : byte
            guard alphabet.contains(upper) else { return nil }
            letters.append(upper)
        }
        return (8...48).contains(letters.count) ? String(decoding: letters, as: UTF8.self) : nil
    }

    /// What the store keeps: keyed, so that it is worth nothing without the installation's key, and bound to the user.
    package static func hash(_ canonical: String, user: ID<User>, sealer: Sealer) -> [UInt8] {
        sealer.mac(Array(canonical.utf8), context: "temporary-access-pass:\(user)")
    }
}
