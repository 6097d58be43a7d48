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

    /// How many scalars of an entry are kept, and of a typed text compared with them.
    static let entryLength = 100

    /// What a text of `of` is found by: from the beginning of each word to its end. What begins with the typed text
    /// among them is exactly what the pattern finds in the whole, and an index keeps it in order.
    static func entries(_ text: String) -> Set<String> {
        var entries: Set<String> = []
        for (index, character) in zip(text.indices, text) where character == " " {
            let rest = text[text.index(after: index)...]
            if !rest.isEmpty {
                entries.insert(String(String.UnicodeScalarView(rest.unicodeScalars.prefix(entryLength))))
            }
        }
        return entries
    }

    /// The entries that begin with the typed text: from the first, up to but without the second; `nil` if nothing was
    /// typed.
    static func range(forTyped text: String?) -> (from: String, to: String)? {
        guard let text else { return nil }
        let words = text.lowercased().split(whereSeparator: \.isWhitespace)
        guard !words.isEmpty else { return nil }
        let start = String(String.UnicodeScalarView(words.joined(separator: " ").unicodeScalars.prefix(entryLength)))
        return (start, start + "\u{10FFFF}")
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
