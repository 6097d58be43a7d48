/// One permission on a page: in the words of the catalogues, or in those of the API that it belongs to.
package struct ScopeLine: Sendable, Equatable {
    /// The scope in canonical form.
    package var scope: String
    /// The API's own words, where it is not Martlet's; they are shown as they are.
    package var title: String?
    /// The same in a sentence.
    package var explanation: String
    /// The name of that API.
    package var api: String?

    /// A line with every field given.
    package init(scope: String, title: String? = nil, explanation: String = "", api: String? = nil) {
        self.scope = scope
        self.title = title
        self.explanation = explanation
        self.api = api
    }
}

extension Phrases {
    private static let icons = [
        "openid": "user", "profile": "badge", "email": "mail", "offline_access": "clock", "groups": "group",
        "roles": "shield",
    ]

    /// Scopes in words; one that is not known is shown as it is.
    func scopes(_ lines: [ScopeLine]) -> [ViewObject] {
        lines.map { line in
            let isKnown = line.title == nil && has("scope.\(line.scope).title")
            let text = isKnown ? self("scope.\(line.scope).text") : line.explanation
            let source = line.api.map { self("scope.of", ["api": $0]) }
            return [
                "title": .text(isKnown ? self("scope.\(line.scope).title") : line.title ?? line.scope),
                "text": .text([text.isEmpty ? nil : text, source].compactMap(\.self).joined(separator: " ")),
                "icon": .text(Self.icons[line.scope] ?? (line.api == nil && isKnown ? "shield" : "code")),
            ]
        }
    }
}
