import MartletDirectory

/// The one switch: its state, what it does, and the forms that turn it.
package struct SecurityDefaultsPage: Sendable, Equatable {
    /// Why somebody turns the defaults off (D11).
    package enum Reason: String, Sendable, CaseIterable {
        case usingConditionalAccess, tooManyPrompts, neededAppsOrDevices, other
    }

    /// Why a form came back.
    package enum Problem: String, Sendable, CaseIterable { case reasonMissing, reasonTextMissing, graceInvalid }

    /// Whom the five controls affect.
    package struct Affected: Sendable, Equatable {
        /// Everybody who must register.
        package let people: Int
        /// How many of them have.
        package let registered: Int
        /// Those who do MFA at every sign-in.
        package let administrators: Int
        /// Those who do it when necessary.
        package let others: Int
        /// Legacy attempts that were refused in thirty days.
        package let legacyBlocked: Int
        /// Apps that are marked *management*, besides the admin center.
        package let managementApps: Int
        /// Synchronization accounts, which are exempt.
        package let exempt: Int

        /// Numbers with every field given.
        package init(
            people: Int, registered: Int, administrators: Int, others: Int, legacyBlocked: Int, managementApps: Int,
            exempt: Int
        ) {
            self.people = people
            self.registered = registered
            self.administrators = administrators
            self.others = others
            self.legacyBlocked = legacyBlocked
            self.managementApps = managementApps
            self.exempt = exempt
        }
    }

    /// The state of the switch.
    package let setting: SecurityDefaultsSetting
    /// When it was last switched off, if it is off and ever was on.
    package let offSince: Timestamp?
    /// Whom the controls affect.
    package let affected: Affected
    /// The rows of the audit log about the switch, newest first.
    package let history: [AuditRecord]
    /// What switching on would break; `nil` while it is on.
    package let impact: LegacyImpactSummary?
    /// Whether the viewer may change the setting.
    package let mayChange: Bool
    /// The reason that was chosen before, when the form comes back.
    package let chosenReason: Reason?
    /// Why the form came back.
    package let problem: Problem?
    /// What a form just did.
    package let notice: AdminNotice?

    /// A page with every field given.
    package init(
        setting: SecurityDefaultsSetting, offSince: Timestamp?, affected: Affected,
        history: [AuditRecord], impact: LegacyImpactSummary? = nil, mayChange: Bool, chosenReason: Reason? = nil,
        problem: Problem? = nil,
        notice: AdminNotice? = nil
    ) {
        self.setting = setting
        self.offSince = offSince
        self.affected = affected
        self.history = history
        self.impact = impact
        self.mayChange = mayChange
        self.chosenReason = chosenReason
        self.problem = problem
        self.notice = notice
    }
}
