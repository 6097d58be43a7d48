import MartletActions
import MartletDirectory

/// The tokens that show codes: who has which, and the form that takes a sheet of them.
package struct HardwareTokensPage: Page {
    /// One token.
    package struct Row: Sendable, Equatable {
        /// Its identifier.
        package let id: ID<HardwareToken>
        /// The number on its back.
        package let serialNumber: String
        /// Who made it, and what it is called.
        package let maker: String
        /// Seconds that a code is shown.
        package let periodSeconds: Int
        /// Whom it is given to.
        package let user: ID<User>?
        /// Their sign-in name.
        package let userName: String?
        /// When a code of it was shown to be right.
        package let activatedAt: Timestamp?
        /// Whether what was just typed about it was wrong.
        package let isWrong: Bool

        /// A row with every field given.
        package init(
            id: ID<HardwareToken>, serialNumber: String, maker: String, periodSeconds: Int, user: ID<User>?,
            userName: String?, activatedAt: Timestamp?, isWrong: Bool = false
        ) {
            self.id = id
            self.serialNumber = serialNumber
            self.maker = maker
            self.periodSeconds = periodSeconds
            self.user = user
            self.userName = userName
            self.activatedAt = activatedAt
            self.isWrong = isWrong
        }
    }

    /// A line of a sheet that was not taken.
    package struct Failure: Sendable, Equatable {
        /// Its number.
        package let line: Int
        /// The number of the token.
        package let serialNumber: String
        /// Why, as a stable word.
        package let problem: String

        /// A failure with every field given.
        package init(line: Int, serialNumber: String, problem: String) {
            self.line = line
            self.serialNumber = serialNumber
            self.problem = problem
        }
    }

    package static let template = "admin-hardware-tokens"
    package static let section = "adminMethods"
    package let titleKey = "admin.tokens.title"
    /// The tokens of this page.
    package let rows: [Row]
    /// The number after which the next page begins.
    package let next: String?
    /// Whether the viewer may change the inventory.
    package let mayChange: Bool
    /// How many tokens a sheet brought.
    package let imported: Int?
    /// The lines of it that were not taken.
    package let failures: [Failure]
    /// Whether the sheet was none.
    package let isSheetWrong: Bool
    /// What a form just did.
    package let notice: AdminNotice?

    /// A page with every field given.
    package init(
        rows: [Row], next: String? = nil, mayChange: Bool, imported: Int? = nil, failures: [Failure] = [],
        isSheetWrong: Bool = false, notice: AdminNotice? = nil
    ) {
        self.rows = rows
        self.next = next
        self.mayChange = mayChange
        self.imported = imported
        self.failures = failures
        self.isSheetWrong = isSheetWrong
        self.notice = notice
    }

    package func content(_ phrases: Phrases) -> ViewObject {
        [
            "notice": phrases.notice(notice), "mayChange": .flag(mayChange), "isSheetWrong": .flag(isSheetWrong),
            "next": ViewValue(next?.formEncoded), "isEmpty": .flag(rows.isEmpty),
            "imported": ViewValue(imported.map { phrases.count("admin.tokens.imported", $0) }),
            "failures": ViewValue(
                failures.map { failure in
                    [
                        "line": ViewValue(failure.line), "serial": .text(failure.serialNumber),
                        "why": .text(phrases("admin.tokens.problem.\(failure.problem)")),
                    ]
                }),
            "rows": ViewValue(rows.map { view(of: $0, phrases) }),
        ]
    }

    private func view(of row: Row, _ phrases: Phrases) -> ViewObject {
        [
            "id": .text(row.id.rawValue), "serial": .text(row.serialNumber), "maker": .text(row.maker),
            "period": .text(phrases("admin.tokens.period", ["n": String(row.periodSeconds)])),
            "user": ViewValue(row.user?.rawValue), "userName": ViewValue(row.userName),
            "activatedAt": phrases.time(row.activatedAt), "waits": .flag(row.user != nil && row.activatedAt == nil),
            "isWrong": .flag(row.isWrong),
        ]
    }
}
