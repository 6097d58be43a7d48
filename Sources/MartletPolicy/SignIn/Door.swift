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
    /// A mail server that asks before it lets somebody read or send (nginx's mail protocol).
    case legacyMail
    /// A simple bind at the directory listener (RFC 4513 section 5.1).
    case legacyDirectory
    /// An access request of a VPN or Wi-Fi box (RFC 2865).
    case legacyNetwork
    /// A browser in which somebody lets a device in whose code they typed (RFC 8628 section 3.3).
    case device
    /// The token endpoint redeeming the device code that was let in.
    case deviceRedemption
    /// The token endpoint giving an app a token for a person's token that was sent to it.
    case onBehalfOf
    /// The token endpoint exchanging a person's token for another (RFC 8693).
    case tokenExchange

    /// Whether a person sits there and can be asked for more.
    package var isInteractive: Bool {
        switch self {
        case .authorize, .account, .adminCenter, .device: true
        case .codeExchange, .refresh, .passwordGrant, .legacyBasic, .legacyMail, .legacyDirectory, .legacyNetwork,
            .deviceRedemption, .onBehalfOf, .tokenExchange:
            false
        }
    }

    /// Whether the door knows names and passwords of older protocols and nothing else (SD-41).
    package var isLegacy: Bool {
        switch self {
        case .legacyBasic, .legacyMail, .legacyDirectory, .legacyNetwork: true
        case .authorize, .account, .adminCenter, .codeExchange, .refresh, .passwordGrant, .device, .deviceRedemption,
            .onBehalfOf, .tokenExchange:
            false
        }
    }

    /// Whether the door can carry a second factor at all; one that cannot never passes where one is demanded.
    package var carriesSecondFactor: Bool { self != .passwordGrant && !isLegacy }

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
        case .legacyMail: "legacyMail"
        case .legacyDirectory: "legacyDirectory"
        case .legacyNetwork: "legacyNetwork"
        case .device: "device"
        case .deviceRedemption: "deviceRedemption"
        case .onBehalfOf: "onBehalfOf"
        case .tokenExchange: "tokenExchange"
        }
    }
}
