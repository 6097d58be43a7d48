import MartletDirectory
import MartletStore

/// Sets the language that a person reads Martlet in.
package struct SetLanguage: Sendable {
    let tools: Tools

    /// An action that works with `tools`.
    package init(_ tools: Tools) {
        self.tools = tools
    }

    /// The languages that there are texts for.
    package static let languages = ["en", "ja"]

    /// Sets the language; `nil` follows the browser.
    /// - Throws: `ActionError.invalid` naming `language`, `.notFound`; `StoreError`.
    package func callAsFunction(_ language: String?, by caller: Caller) async throws {
        let at = tools.now
        try await tools.change(.languageChanged, by: caller) { tables, log in
            var user = try tables.own(caller, at: at).user
            log.on(user)
            if let language, !Self.languages.contains(language) {
                throw ActionError.invalid([FieldProblem("language", .unknown)])
            }
            log.set("preferredLanguage", from: user.preferredLanguage, to: language)
            user.preferredLanguage = language
            try tables.users.update(user)
        }
    }
}
