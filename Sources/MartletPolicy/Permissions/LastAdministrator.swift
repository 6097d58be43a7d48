/// What matters about one Global Administrator after a change that is being considered.
package struct AdministratorFacts: Sendable, Equatable {
    /// Whether the account may sign in.
    package var isEnabled: Bool
    /// Whether it is deleted.
    package var isDeleted: Bool
    /// Whether it belongs to a guest, who may be taken away from elsewhere.
    package var isGuest: Bool
    /// Whether it has a password that works.
    package var hasPassword: Bool
    /// Whether it has a second factor that the defaults accept; recovery codes alone are none.
    package var hasSecondFactor: Bool

    /// Facts with every field given.
    package init(isEnabled: Bool, isDeleted: Bool, isGuest: Bool, hasPassword: Bool, hasSecondFactor: Bool) {
        self.isEnabled = isEnabled
        self.isDeleted = isDeleted
        self.isGuest = isGuest
        self.hasPassword = hasPassword
        self.hasSecondFactor = hasSecondFactor
    }

    /// Whether this administrator could sign in to the admin center at once.
    package var isUsable: Bool { isEnabled && !isDeleted && !isGuest && hasPassword && hasSecondFactor }
}

/// Promise 7 (SD-70…SD-72, D13, RO-5): no path takes the last usable Global Administrator away.
package enum LastAdministrator {
    /// Whether at least one of the Global Administrators that a change would leave is usable.
    ///
    /// Asked inside the transaction that makes the change, so that two who demote each other at once leave one.
    package static func keepsOne(after candidates: [AdministratorFacts]) -> Bool {
        candidates.contains(where: \.isUsable)
    }
}
