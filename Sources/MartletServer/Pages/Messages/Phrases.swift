import MartletDirectory

/// The messages in one language at one time: what a page speaks with.
package struct Phrases: Sendable {
    /// The language spoken.
    package let language: Language
    /// The time at which the page is made.
    package let now: Timestamp
    private let messages: Messages

    /// Phrases of `messages` in `language`.
    package init(messages: Messages, language: Language, now: Timestamp) {
        self.messages = messages
        self.language = language
        self.now = now
    }

    /// The message of `key` with its placeholders filled in; not escaped, templates do that.
    ///
    /// A key that does not exist comes out between `⟦` and `⟧`, which the tests look for.
    package func callAsFunction(_ key: String, _ arguments: [String: String] = [:]) -> String {
        guard let text = messages.text(key, in: language) else { return "⟦\(key)⟧" }
        guard !arguments.isEmpty, text.utf8.contains(UInt8(ascii: "{")) else { return text }
        var filled = ""
        var rest = text[...]
        while let open = rest.firstIndex(of: "{"), let close = rest[open...].firstIndex(of: "}") {
            filled += rest[..<open]
            let name = String(rest[rest.index(after: open)..<close])
            filled += arguments[name] ?? "⟦\(key): \(name)⟧"
            rest = rest[rest.index(after: close)...]
        }
        return filled + rest
    }

    /// The message of `key` for a count: `key.one` where the language tells one from many and `count` is 1, else
    /// `key.other`; `{n}` is the count.
    package func count(_ key: String, _ count: Int) -> String {
        let form = language == .en && count == 1 ? "one" : "other"
        return self("\(key).\(form)", ["n": String(count)])
    }

    /// Whether `key` has a message.
    package func has(_ key: String) -> Bool { messages.text(key, in: language) != nil }
}
