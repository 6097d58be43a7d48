import MartletDirectory

/// Where the page of a registration campaign would be shown (RC-8).
package enum CampaignSurface: Sendable, Equatable, CaseIterable {
    /// A browser that has its device beside another: a phone can be taken in the other hand.
    case desktop
    /// Android or iOS: the phone that would be registered is the one that shows the page, and its code cannot be scanned.
    case phone
    /// A window of the operating system's own, while it is set up or in its settings: nothing can be opened or installed
    /// beside it.
    case system

    /// Reads a user agent. It proves nothing: whoever says that they are a phone is spared a suggestion, and no more.
    ///
    /// Windows shows sign-ins of its own in a host of apps, which says so. An app's embedded browser is a browser like any.
    /// A tablet of Apple's that asks for pages of computers says that it is one.
    package init(userAgent: String) {
        if ["MSAppHost/", " WebView/"].contains(where: { userAgent.contains($0) }) {
            self = .system
        } else if ["Android", "iPhone", "iPad", "iPod"].contains(where: { userAgent.contains($0) }) {
            self = .phone
        } else {
            self = .desktop
        }
    }

    /// Whether the campaign for `goal` speaks here. A passkey is made on a phone as well as anywhere.
    func suits(_ goal: RegistrationCampaign.Goal) -> Bool {
        switch self {
        case .desktop: true
        case .phone: goal == .passkey
        case .system: false
        }
    }
}
