import MartletActions
import MartletDirectory

/// One line of the legacy authentication report: what was seen, how to set the client up anew, and who takes care of it.
package struct LegacyEntryPage: Sendable {
    /// Why the form came back.
    package enum Problem: String, Sendable, CaseIterable { case owner, untilMissing, until, note }

    /// What was typed, when the form comes back.
    package struct Typed: Sendable, Equatable {
        package var owner: String
        package var state: LegacyEntry.State?
        package var until: String
        package var note: String

        /// A form with every field given.
        package init(owner: String, state: LegacyEntry.State?, until: String, note: String) {
            self.owner = owner
            self.state = state
            self.until = until
            self.note = note
        }
    }

    /// The line.
    package let line: LegacyLine
    /// Whether the account is still there.
    package let hasUser: Bool
    /// Whether the viewer may write down who takes care of it.
    package let mayChange: Bool
    /// The last thirty days.
    package let days: [SignInDay]
    /// What was typed, when the form comes back.
    package let typed: Typed?
    /// Why it came back.
    package let problem: Problem?
    /// What a form just did.
    package let notice: AdminNotice?

    /// A page with every field given.
    package init(
        line: LegacyLine, hasUser: Bool, mayChange: Bool, days: [SignInDay], typed: Typed? = nil,
        problem: Problem? = nil, notice: AdminNotice? = nil
    ) {
        self.line = line
        self.hasUser = hasUser
        self.mayChange = mayChange
        self.days = days
        self.typed = typed
        self.problem = problem
        self.notice = notice
    }
}

extension LegacyEntryPage: Page {
    package static var template: String { "admin-legacy-entry" }
    package static var section: String { "adminLegacy" }
    package var titleKey: String { line.entry.key.user == nil ? "legacy.entry.title.nobody" : "legacy.entry.title" }
    package func titleArguments(_ phrases: Phrases) -> [String: String] {
        let entry = line.entry
        return [
            "name": entry.userDisplayName.isEmpty ? entry.userPrincipalName : entry.userDisplayName,
            "client": phrases.client(entry.key.clientApp),
        ]
    }

    package func content(_ phrases: Phrases) -> ViewObject {
        let entry = line.entry
        var view = phrases.legacyLine(line)
        view["notice"] = phrases.notice(notice)
        view["user"] = hasUser ? ViewValue(entry.key.user?.rawValue) : .absent
        view["application"] = ViewValue(entry.key.application?.rawValue)
        view["address"] = .text(entry.lastAddress)
        view["userAgent"] = ViewValue(nonEmpty: entry.key.userAgent)
        view["lastProven"] = phrases.time(entry.lastProvenAt)
        view["lastSucceeded"] = phrases.time(entry.lastSucceededAt)
        view["reopened"] = phrases.time(entry.reopenedAt)
        view["remedy"] = .object(phrases.remedy(line.remedy))
        view["chart"] = .object(SignInChart(days: days, dayLabel: phrases.axisDay).view)
        view["log"] = .text(
            QueryText.of([("user", entry.key.user?.rawValue ?? ""), ("clientApp", entry.key.clientApp)]))
        view["mayChange"] = .flag(mayChange)
        view["note"] = ViewValue(nonEmpty: typed?.note ?? entry.note)
        view["ownerText"] = .text(typed?.owner ?? line.ownerName ?? "")
        view["states"] = phrases.legacyStates(chosen: typed?.state ?? line.state)
        view["until"] = .text(typed?.until ?? entry.acceptedUntil?.dateForm ?? "")
        view["acceptedUntil"] = ViewValue(line.state == .accepted ? entry.acceptedUntil.map(phrases.day) : nil)
        view["problem"] = ViewValue(problem.map { phrases("legacy.problem.\($0.rawValue)") })
        view["isOwnerWrong"] = .flag(problem == .owner)
        view["isUntilWrong"] = .flag(problem == .until || problem == .untilMissing)
        view["isNoteWrong"] = .flag(problem == .note)
        return view
    }
}
