import MartletCredentials
import MartletDirectory

/// A session that was opened or raised, with the secret that goes into the cookie and nowhere else.
package struct IssuedSession: Sendable {
    /// The session.
    package let session: Session
    /// The cookie's secret.
    package let secret: OpaqueToken
    /// The browser's own fresh secret, where it was replaced with this sign-in.
    package let browser: OpaqueToken?
}
