import MartletActions
import MartletDirectory
import MartletPolicy

/// One authentication strength, or the form for a new one.
package struct StrengthPage: Page {
    /// What is wrong: with a field of the form, or with what was asked for.
    package enum Problem: String, Sendable, CaseIterable {
        case displayName, explanation, combinations, passkeyModels
        case certificateIssuers, certificatePolicies, certificateCombinations
        /// There are fifteen already (AS-3).
        case strengths
        /// An app demands it, and nobody said that the change is meant (AS-3).
        case sure
        /// An app demands it, so it cannot be deleted (AS-3).
        case inUse
    }

    package static let template = "admin-strength"
    package static let section = "adminMethods"
    package var titleKey: String {
        guard let strength = row?.strength else { return "admin.strengths.new" }
        return strength.isBuiltIn ? "admin.strength.\(strength.id.rawValue.suffix(1))" : "admin.strengths.named"
    }
    package func titleArguments(_ phrases: Phrases) -> [String: String] { ["name": row?.strength.displayName ?? ""] }
    /// The strength as it stands; `nil` for a new one.
    package let row: StrengthsPage.Row?
    /// What the form shows.
    package let typed: SaveStrength.Wish
    /// Whether the viewer may change strengths.
    package let mayChange: Bool
    /// What is wrong.
    package let problems: Set<Problem>
    /// What a form just did.
    package let notice: AdminNotice?

    /// A page with every field given.
    package init(
        row: StrengthsPage.Row? = nil, typed: SaveStrength.Wish, mayChange: Bool = true,
        problems: Set<Problem> = [], notice: AdminNotice? = nil
    ) {
        self.row = row
        self.typed = typed
        self.mayChange = mayChange
        self.problems = problems
        self.notice = notice
    }
}
