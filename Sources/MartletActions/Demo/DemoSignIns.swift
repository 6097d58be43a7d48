import MartletDirectory

/// Makes the sign-ins of the example: `DemoVisitor` through the real actions, a test by writing them down.
package protocol DemoSignIns: Sendable {
    /// Makes one visit of one person at the time of the example's clock.
    func visit(_ visit: DemoVisit) async throws
    /// Makes one attempt of a legacy client.
    func tryLegacy(_ attempt: DemoLegacyAttempt) async throws
}

/// One person at one browser.
package struct DemoVisit: Sendable {
    /// What the person opens.
    package enum Target: Sendable, Equatable {
        /// An app, which redirects to the given address.
        case application(ID<Application>, redirectURI: String)
        case account
        case adminCenter
    }

    /// What goes wrong before the visit succeeds, if anything.
    package enum Mishap: Sendable, Equatable {
        case none
        /// A mistyped password, then the right one.
        case mistypedPassword
        /// A mistyped code, then the right one.
        case mistypedCode
        /// Leaves when asked for a code.
        case leavesAtCode
    }

    /// The account.
    package let user: ID<User>
    /// The sign-in name.
    package let userPrincipalName: String
    /// The password.
    package let password: String
    /// The authenticator's secret; `nil` for somebody who puts registration off.
    package let authenticatorSecret: [UInt8]?
    /// What is opened.
    package let target: Target
    /// Where from.
    package let origin: Origin
    /// Names the browser: visits with the same name share its cookies, also its session where one is live.
    package let browser: String
    /// Whether the person wants to stay signed in.
    package let staysSignedIn: Bool
    /// What goes wrong.
    package let mishap: Mishap
}

/// One attempt to sign in with a name and a password alone.
package struct DemoLegacyAttempt: Sendable {
    /// The protocol.
    package enum Way: Sendable, Equatable {
        /// HTTP Basic at the forward-auth endpoint.
        case basic
        /// The password grant of an app.
        case passwordGrant(ID<Application>)
    }

    /// The name.
    package let userPrincipalName: String
    /// The password, right or wrong.
    package let password: String
    /// The protocol.
    package let way: Way
    /// Where from.
    package let origin: Origin
}
