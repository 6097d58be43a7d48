/// The text that a list is searched in: each word of the names, folded, with a space before it.
///
/// A search for `ad` is then one comparison with `% ad%`, and finds the beginning of any word.
enum SearchText {
    /// The searched text of something with these names.
    static func of(_ names: String?...) -> String {
        names.reduce(into: "") { text, name in
            guard let name else { return }
            for word in name.lowercased().split(whereSeparator: \.isWhitespace) { text += " " + word }
        }
    }

    /// The pattern that finds what begins with the typed text at any word; `nil` if nothing was typed.
    static func pattern(forTyped text: String?) -> String? {
        guard let text else { return nil }
        let words = text.lowercased().split(whereSeparator: \.isWhitespace)
        guard !words.isEmpty else { return nil }
        return "% " + escaped(words.joined(separator: " ")) + "%"
    }

    /// The pattern that finds the typed text anywhere; `nil` if nothing was typed.
    static func patternAnywhere(forTyped text: String?) -> String? {
        guard let text else { return nil }
        let words = text.lowercased().split(whereSeparator: \.isWhitespace)
        guard !words.isEmpty else { return nil }
        return "%" + escaped(words.joined(separator: " ")) + "%"
    }

    /// `LIKE … ESCAPE '\'`: what was typed is text, not a pattern.
    private static func escaped(_ text: String) -> String {
        text.reduce(into: "") { result, character in
            if character == "%" || character == "_" || character == "\\" { result.append("\\") }
            result.append(character)
        }
    }
}
