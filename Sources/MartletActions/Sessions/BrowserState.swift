import MartletCredentials
import MartletDirectory

/// What a browser brought along: the secrets of its cookies, checked for form and not yet for meaning.
package struct BrowserState: Sendable {
    /// The long-lived cookie that names this browser; every browser has one before it can begin anything.
    package let browser: OpaqueToken
    /// The session cookie, if there is one.
    package let session: OpaqueToken?
    /// Where the request came from.
    package let origin: Origin

    /// A browser's state.
    package init(browser: OpaqueToken, session: OpaqueToken?, origin: Origin) {
        self.browser = browser
        self.session = session
        self.origin = origin
    }
}

extension Tools {
    /// A fresh opaque token of a kind.
    package func newToken(_ kind: OpaqueToken.Kind) -> OpaqueToken {
        OpaqueToken(kind, random: ambient.randomBytes(OpaqueToken.randomLength))
    }
}
