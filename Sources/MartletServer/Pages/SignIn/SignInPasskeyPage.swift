/// A passkey, instead of the password or as the second factor.
package struct SignInPasskeyPage: Page {
    package static let template = "signin-passkey"
    package let titleKey = "signIn.passkey.title"
    /// The flow.
    package var flow: SignInFlow
    /// Why a second factor is asked for, as the decision says; none where the passkey is the first.
    package var reasons: [AskReason]
    /// What the browser is asked with.
    package var ask: PasskeyAsk
    /// How long to wait, where too many tries failed.
    package var lockedSeconds: Int?

    /// A page with every field given.
    package init(flow: SignInFlow, reasons: [AskReason] = [], ask: PasskeyAsk, lockedSeconds: Int? = nil) {
        self.flow = flow
        self.reasons = reasons
        self.ask = ask
        self.lockedSeconds = lockedSeconds
    }

    package func content(_ phrases: Phrases) -> ViewObject {
        flow.content(
            [
                "reason": phrases.reasonLine(reasons), "passkey": ask.view(phrases),
                "locked": ViewValue(lockedSeconds.map { phrases.lockout(seconds: $0) }),
            ], phrases)
    }
}
