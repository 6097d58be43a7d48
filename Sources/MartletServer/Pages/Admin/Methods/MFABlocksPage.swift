import MartletDirectory

/// The people whose second factors do not count (PN-14).
package struct MFABlocksPage: Page {
    /// One person.
    package struct Row: Sendable, Equatable {
        /// The name that people see.
        package let displayName: String
        /// The sign-in name.
        package let userPrincipalName: String
        /// Since when, until when and why.
        package let block: MFABlock

        /// A row with every field given.
        package init(displayName: String, userPrincipalName: String, block: MFABlock) {
            self.displayName = displayName
            self.userPrincipalName = userPrincipalName
            self.block = block
        }
    }

    package static let template = "admin-mfa-blocks"
    package static let section = "adminMethods"
    package let titleKey = "admin.blocks.title"
    /// The people, the newest first.
    package let rows: [Row]
    /// Whether these are all.
    package let isWhole: Bool

    /// A page with every field given.
    package init(rows: [Row], isWhole: Bool = true) {
        self.rows = rows
        self.isWhole = isWhole
    }

    package func content(_ phrases: Phrases) -> ViewObject {
        [
            "isEmpty": .flag(rows.isEmpty), "isCut": .flag(!isWhole),
            "rows": ViewValue(rows.map { view(of: $0, phrases) }),
        ]
    }

    private func view(of row: Row, _ phrases: Phrases) -> ViewObject {
        var view = phrases.person(
            row.block.user, displayName: row.displayName, userPrincipalName: row.userPrincipalName)
        view["block"] = .object(row.block.view(phrases))
        return view
    }
}

extension MFABlock {
    /// Since when, until when and why.
    func view(_ phrases: Phrases) -> ViewObject {
        [
            "since": .object(phrases.time(blockedAt)), "until": .object(phrases.time(endsAt)),
            "why": .text(cause == .report ? phrases("admin.blocks.reported") : reason),
        ]
    }
}
