/// What every step of a sign-in shows: which flow it belongs to, for which app, and as whom.
package struct SignInFlow: Sendable {
    /// The flow's handle, as it stands in the address: `/signin/{handle}/…`.
    package var handle: String
    /// The app that waits for the sign-in; `nil` for the account and admin pages.
    package var application: String?
    /// The name that was typed; `nil` before that.
    package var userName: String?
    /// What else is shown of the app.
    package var links: AppLinks
    /// The other ways to do the step that is shown.
    package var choices: [SignInChoice]
    /// Whether a certificate was shown that counts once another method is proven.
    package var hasWaitingCertificate: Bool

    /// When and from where the person's first method was registered, where they are told.
    package var firstRegistered: FirstMethodNote?

    /// A flow with every field given.
    package init(
        handle: String, application: String? = nil, userName: String? = nil, links: AppLinks = AppLinks(),
        choices: [SignInChoice] = [], hasWaitingCertificate: Bool = false,
        firstRegistered: FirstMethodNote? = nil
    ) {
        self.handle = handle
        self.application = application
        self.userName = userName
        self.links = links
        self.choices = choices
        self.hasWaitingCertificate = hasWaitingCertificate
        self.firstRegistered = firstRegistered
    }

    /// The view under the name `flow`, with the other ways and `values` beside it.
    func content(_ values: ViewObject, _ phrases: Phrases) -> ViewObject {
        var content = content(values)
        content["choices"] = .list(choices.map { $0.view(phrases) })
        content["firstRegistered"] = ViewValue(firstRegistered.map { $0.view(phrases) })
        return content
    }

    /// The view under the name `flow`, with `values` beside it.
    func content(_ values: ViewObject) -> ViewObject {
        var content = values
        content["flow"] = [
            "handle": .text(handle), "application": ViewValue(application), "userName": ViewValue(userName),
            "app": .object(links.content), "hasWaitingCertificate": .flag(hasWaitingCertificate),
            "initial": .text(String((userName ?? "").prefix(1)).uppercased()),
        ]
        return content
    }
}
