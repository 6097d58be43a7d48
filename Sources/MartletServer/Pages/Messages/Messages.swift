import Foundation

/// The catalogue of all words that pages show, in each language.
///
/// A catalogue file is named `<anything>.<language>.json` and holds one flat object of keys and texts; `{name}` in a
/// text is a placeholder. All files of a language are taken together.
package struct Messages: Sendable {
    /// What is wrong with a catalogue.
    package enum Problem: Error, Equatable {
        /// A file is not a flat JSON object of strings.
        case unreadable(file: String)
        /// Two files of one language define the same key.
        case repeatedKey(String, file: String)
        /// A text has a brace that is no placeholder.
        case badPlaceholder(key: String)
    }

    private let texts: [Language: [String: String]]

    /// Reads all catalogues in `folder`.
    package init(folder: String) throws {
        var texts: [Language: [String: String]] = [:]
        for name in try FileManager.default.contentsOfDirectory(atPath: folder).sorted() {
            let parts = name.split(separator: ".")
            guard parts.count == 3, parts[2] == "json", let language = Language(rawValue: String(parts[1])) else {
                continue
            }
            let data = try Data(contentsOf: URL(fileURLWithPath: "\(folder)/\(name)"))
            guard let entries = try? JSONDecoder().decode([String: String].self, from: data) else {
                throw Problem.unreadable(file: name)
            }
            for (key, text) in entries {
                guard Self.placeholders(of: text) != nil else { throw Problem.badPlaceholder(key: key) }
                guard texts[language, default: [:]].updateValue(text, forKey: key) == nil else {
                    throw Problem.repeatedKey(key, file: name)
                }
            }
        }
        self.texts = texts
    }

    /// The raw text of `key`; `nil` if there is none.
    package func text(_ key: String, in language: Language) -> String? { texts[language]?[key] }

    /// All keys of `language`.
    package func keys(in language: Language) -> Set<String> { Set((texts[language] ?? [:]).keys) }

    /// The names of the placeholders in `text`; `nil` if a brace is none.
    package static func placeholders(of text: String) -> Set<String>? {
        var names: Set<String> = []
        var rest = text[...]
        while let brace = rest.firstIndex(where: { $0 == "{" || $0 == "}" }) {
            guard rest[brace] == "{", let close = rest[brace...].firstIndex(of: "}") else { return nil }
            let name = rest[rest.index(after: brace)..<close]
            guard !name.isEmpty, name.utf8.allSatisfy(isNameByte) else { return nil }
            names.insert(String(name))
            rest = rest[rest.index(after: close)...]
        }
        return names
    }

    private static func isNameByte(_ byte: UInt8) -> Bool {
        switch byte {
        case UInt8(ascii: "a")...UInt8(ascii: "z"), UInt8(ascii: "A")...UInt8(ascii: "Z"), UInt8(ascii: "."): true
        default: false
        }
    }
}
