/// The front door: somebody is signed in and no app is waiting, or nobody is.
package struct StartPage: Page {
    package static let template = "start"
    package var titleKey: String { isSignedIn ? "start.signedIn.title" : "start.title" }
    /// Whether somebody is signed in; the name comes from the context.
    package var isSignedIn: Bool

    /// A page for somebody or nobody.
    package init(isSignedIn: Bool) { self.isSignedIn = isSignedIn }

    package func content(_ phrases: Phrases) -> ViewObject { ["isSignedIn": .flag(isSignedIn)] }
}
