import MartletDirectory

/// Whether the person lets a device in: what asks, from where, for what, and that nobody may have sent them here.
package struct DeviceConfirmPage: Page {
    package static let template = "device-confirm"
    package let titleKey = "device.confirm.title"
    package func titleArguments(_ phrases: Phrases) -> [String: String] { ["app": flow.application ?? ""] }
    /// The flow, with the app's name.
    package var flow: SignInFlow
    /// The organisation that registered the app.
    package var publisher: String
    /// The code that the device must show.
    package var userCode: String
    /// Where the device is, and what it calls itself.
    package var origin: Origin
    /// When it asked.
    package var askedAt: Timestamp
    /// What the app asks for.
    package var scopes: [ScopeLine]

    /// A page with every field given.
    package init(
        flow: SignInFlow, publisher: String, userCode: String, origin: Origin, askedAt: Timestamp, scopes: [ScopeLine]
    ) {
        self.flow = flow
        self.publisher = publisher
        self.userCode = userCode
        self.origin = origin
        self.askedAt = askedAt
        self.scopes = scopes
    }

    package func content(_ phrases: Phrases) -> ViewObject {
        flow.content([
            "publisher": .text(publisher), "userCode": .text(userCode), "address": .text(origin.address),
            "country": ViewValue(origin.country), "userAgent": ViewValue(nonEmpty: origin.userAgent),
            "askedAt": .object(phrases.time(askedAt)), "scopes": ViewValue(phrases.scopes(scopes)),
        ])
    }
}
