/// Whether the session shall outlive the browser's window (SL-2).
package struct StaySignedInPage: Page {
    package static let template = "signin-stay"
    package let titleKey = "signIn.stay.title"
    /// The flow.
    package var flow: SignInFlow

    /// A page of the flow.
    package init(flow: SignInFlow) { self.flow = flow }

    package func content(_ phrases: Phrases) -> ViewObject { flow.content([:]) }
}
