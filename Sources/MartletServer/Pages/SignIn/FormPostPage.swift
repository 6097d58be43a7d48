/// Carries the answer to the app by a form (OAuth 2.0 Form Post Response Mode); without scripts, by a button.
package struct FormPostPage: Page {
    package static let template = "form-post"
    package let titleKey = "formPost.title"
    /// The app's redirect URI, checked beforehand.
    package var action: String
    /// What the app is sent.
    package var fields: [FormField]
    /// The app's name; may be empty.
    package var application: String

    /// A page with every field given.
    package init(action: String, fields: [FormField], application: String) {
        self.action = action
        self.fields = fields
        self.application = application
    }

    package func content(_ phrases: Phrases) -> ViewObject {
        [
            "action": .text(action), "fields": ViewValue(fields.map(\.view)),
            "text": .text(text(phrases)),
        ]
    }

    private func text(_ phrases: Phrases) -> String {
        application.isEmpty ? phrases("formPost.nameless") : phrases("formPost.text", ["app": application])
    }
}
