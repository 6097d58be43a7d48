/// The person's own sign-ins, newest first.
package struct AccountSignInsPage: Page {
    package static let template = "account-signins"
    package static let section = "signins"
    package let titleKey = "account.signIns.title"
    /// One page of them.
    package var signIns: [AccountSignIn]
    /// Where the next page begins, as the `after` of its address.
    package var next: String?
    /// Whether this is the first page.
    package var isFirst: Bool
    /// What just happened.
    package var notice: AccountNotice?

    /// A page with every field given.
    package init(signIns: [AccountSignIn], next: String? = nil, isFirst: Bool = true, notice: AccountNotice? = nil) {
        self.signIns = signIns
        self.next = next
        self.isFirst = isFirst
        self.notice = notice
    }

    package func content(_ phrases: Phrases) -> ViewObject {
        [
            "signIns": ViewValue(signIns.map { $0.view(phrases) }), "isEmpty": .flag(signIns.isEmpty),
            "next": ViewValue(next.map(QueryText.encoded)), "isLater": .flag(!isFirst),
            "hasPages": .flag(next != nil || !isFirst), "notice": phrases.notice(notice),
            "map": PlacesMap(signIns).view(phrases), "picture": PlacesPicture(signIns, phrases).view,
        ]
    }
}
