/// A certificate: instead of the password, or as the second factor. The browser is sent to another host, which asks for it.
package struct SignInCertificatePage: Page {
    package static let template = "signin-certificate"
    package let titleKey = "signIn.certificate.title"
    /// The flow.
    package var flow: SignInFlow
    /// Why a second factor is asked for, as the decision says; none where the certificate is the first.
    package var reasons: [AskReason]
    /// The host that asks, as the browser will name it.
    package var host: String
    /// Whether one was shown and not taken.
    package var isRefused: Bool

    /// A page with every field given.
    package init(flow: SignInFlow, reasons: [AskReason] = [], host: String, isRefused: Bool = false) {
        self.flow = flow
        self.reasons = reasons
        self.host = host
        self.isRefused = isRefused
    }

    package func content(_ phrases: Phrases) -> ViewObject {
        flow.content(
            [
                "reason": phrases.reasonLine(reasons), "isRefused": .flag(isRefused),
                "hostLine": .text(phrases("signIn.certificate.host", ["host": host])),
            ], phrases)
    }
}
