/// A new secret for an authenticator app, as pages show it once.
package struct AuthenticatorOffer: Sendable {
    /// The provisioning address as a QR code.
    package var drawing: TrustedSVG
    /// The secret in Base32, to be typed where no camera is.
    package var secret: String
    /// The account's name as the authenticator app will show it.
    package var account: String

    /// An offer with every field given.
    package init(drawing: TrustedSVG, secret: String, account: String) {
        self.drawing = drawing
        self.secret = secret
        self.account = account
    }

    /// The secret in groups of four, which people can keep in their head.
    var grouped: String {
        var groups: [Substring] = []
        var rest = secret[...]
        while !rest.isEmpty {
            groups.append(rest.prefix(4))
            rest = rest.dropFirst(4)
        }
        return groups.joined(separator: " ")
    }

    /// The view under the name `offer`.
    var view: ViewValue {
        ["drawing": .drawing(drawing), "secret": .text(secret), "grouped": .text(grouped), "account": .text(account)]
    }
}
