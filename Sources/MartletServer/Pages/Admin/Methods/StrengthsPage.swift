import MartletDirectory
import MartletPolicy

/// The authentication strengths, one line each.
package struct StrengthsPage: Page {
    /// A strength with who demands it.
    package struct Row: Sendable, Equatable {
        /// The strength.
        package let strength: AuthenticationStrength
        /// What it is for, as somebody wrote it; empty for a built-in one.
        package let explanation: String
        /// The names of the apps that demand it.
        package let demandedBy: [String]

        /// A row with every field given.
        package init(strength: AuthenticationStrength, explanation: String = "", demandedBy: [String] = []) {
            self.strength = strength
            self.explanation = explanation
            self.demandedBy = demandedBy
        }
    }

    package static let template = "admin-strengths"
    package static let section = "adminMethods"
    package let titleKey = "admin.strengths.title"
    /// The strengths, the built-in ones first.
    package let rows: [Row]
    /// Whether the viewer may change them.
    package let mayChange: Bool
    /// What a form just did.
    package let notice: AdminNotice?

    /// A page with every field given.
    package init(rows: [Row], mayChange: Bool, notice: AdminNotice? = nil) {
        self.rows = rows
        self.mayChange = mayChange
        self.notice = notice
    }

    package func content(_ phrases: Phrases) -> ViewObject {
        // AS-3.
        let isFull = rows.count { !$0.strength.isBuiltIn } >= AuthenticationStrength.mostCustom
        return [
            "notice": phrases.notice(notice), "mayChange": .flag(mayChange), "mayAdd": .flag(mayChange && !isFull),
            "isFull": .flag(isFull), "rows": ViewValue(rows.map { view(of: $0, phrases) }),
        ]
    }

    private func view(of row: Row, _ phrases: Phrases) -> ViewObject {
        [
            "id": .text(row.strength.id.rawValue), "label": .text(row.strength.name(phrases)),
            "about": ViewValue(nonEmpty: row.about(phrases)), "isBuiltIn": .flag(row.strength.isBuiltIn),
            "ways": .text(phrases.count("admin.strengths.ways", row.strength.combinations.count)),
            "demandedBy": ViewValue(nonEmpty: row.demanders(phrases)),
        ]
    }
}

extension StrengthsPage.Row {
    /// What it is for, in the reader's language where it is built in.
    func about(_ phrases: Phrases) -> String {
        strength.isBuiltIn ? phrases("admin.strengths.about.\(strength.id.rawValue.suffix(1))") : explanation
    }

    /// The apps that demand it, in one line; empty where there are none.
    func demanders(_ phrases: Phrases) -> String {
        demandedBy.joined(separator: phrases("admin.list.separator"))
    }
}
