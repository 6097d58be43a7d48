/// Makes spellings of one word alike: lower case, and the four substitutions of PP-6, applied to candidates and terms.
enum PasswordNormalisation {
    /// What stands for what (PP-6).
    static let substitutions: [Unicode.Scalar: Unicode.Scalar] = ["0": "o", "1": "l", "$": "s", "@": "a"]

    /// The normalised scalars of `text`.
    static func scalars(of text: String) -> [Unicode.Scalar] {
        text.lowercased().unicodeScalars.map { substitutions[$0] ?? $0 }
    }

    /// The normalised form of `text`.
    static func text(of text: String) -> String {
        var result = String.UnicodeScalarView()
        result.append(contentsOf: scalars(of: text))
        return String(result)
    }
}
