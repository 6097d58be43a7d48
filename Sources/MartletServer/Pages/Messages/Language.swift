/// A language that the pages speak.
package enum Language: String, Sendable, CaseIterable, Hashable {
    case en, ja

    /// What its speakers call it.
    package var ownName: String {
        switch self {
        case .en: "English"
        case .ja: "日本語"
        }
    }

    /// The language to show: what the address asks for (`ui_locales`, OpenID Connect Core section 3.1.2.1), else what
    /// the person or this browser chose, else what the browser prefers, else English.
    package static func choice(uiLocales: String?, chosen: String?, acceptLanguage: String?) -> Language {
        if let named = uiLocales?.prefix(200).split(separator: " ").lazy.compactMap({ Language(tag: $0) }).first {
            return named
        }
        if let chosen, let language = Language(tag: chosen[...]) { return language }
        return preferred(in: acceptLanguage ?? "") ?? .en
    }

    /// The language of a tag such as `ja-JP`; `nil` if the pages do not speak it.
    init?(tag: Substring) {
        let primary = tag.split(separator: "-", maxSplits: 1).first ?? ""
        self.init(rawValue: primary.lowercased())
    }

    /// The best of `Accept-Language` (RFC 9110 section 12.5.4); of equal ones the first.
    private static func preferred(in header: String) -> Language? {
        var best: (language: Language, quality: Double)?
        for item in header.prefix(500).split(separator: ",").prefix(20) {
            let parts = item.split(separator: ";").map { $0.drop { $0 == " " } }
            guard let tag = parts.first, let language = Language(tag: tag.prefix { $0 != " " }) else { continue }
            let quality = parts.dropFirst().first { $0.hasPrefix("q=") }.flatMap { Double($0.dropFirst(2)) } ?? 1
            guard quality > 0, quality > best?.quality ?? 0 else { continue }
            best = (language, quality)
        }
        return best?.language
    }
}
