import MartletDirectory

/// Where the certificates of makers are, and for which models their word counts, as an operator writes it:
/// `makers.pem`, or `makers.pem=AAGUID,AAGUID`.
package struct AuthoritySource: Sendable, Equatable {
    /// The name of a file of PEM.
    package let file: String
    /// AAGUIDs as 32 lower-case hexadecimal digits; `nil` for every model.
    package let models: Set<String>?

    /// Reads what was written. An equals sign that no models follow belongs to the name of the file.
    package init(_ text: String) {
        guard let sign = text.lastIndex(of: "="),
            let models = Self.models(in: text[text.index(after: sign)...])
        else {
            file = text
            models = nil
            return
        }
        file = String(text[..<sign])
        self.models = models
    }

    private static func models(in text: Substring) -> Set<String>? {
        var found: Set<String> = []
        for word in text.split(separator: ",", omittingEmptySubsequences: false) {
            let digits = word.lowercased().filter { $0 != "-" }
            guard digits.utf8.count == 32, digits.utf8.allSatisfy({ Hexadecimal.value(of: $0) != nil }) else {
                return nil
            }
            found.insert(digits)
        }
        return found
    }
}
