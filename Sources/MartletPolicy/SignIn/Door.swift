/// A way in: every place that can end in access. Each passes the same decision (promise 1).
package enum Door: UInt8, Sendable, Hashable, CaseIterable {
    /// A browser signing in to an app; ends in an authorization code.
    case authorize
    /// A browser opening "my account".
    case account
    /// A browser opening the admin center.
    case adminCenter
    /// The token endpoint redeeming an authorization code.
    case codeExchange
    /// The token endpoint rotating a refresh token.
    case refresh
    /// The token endpoint with a name and a password (RFC 6749 section 4.3).
    case passwordGrant
    /// HTTP Basic at the forward-auth endpoint.
    case legacyBasic

    /// Whether a person sits there and can be asked for more.
    package var isInteractive: Bool {
        switch self {
        case .authorize, .account, .adminCenter: true
        case .codeExchange, .refresh, .passwordGrant, .legacyBasic: false
        }
    }

    /// Whether the door can carry a second factor at all; one that cannot never passes where one is demanded.
    package var carriesSecondFactor: Bool { self != .passwordGrant && self != .legacyBasic }

    /// The name in the log.
    package var name: String {
        switch self {
        case .authorize: "authorize"
        case .account: "account"
        case .adminCenter: "adminCenter"
        case .codeExchange: "codeExchange"
        case .refresh: "refresh"
        case .passwordGrant: "passwordGrant"
        case .legacyBasic: "legacyBasic"
        }
    }
}
