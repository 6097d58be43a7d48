/// Which passkeys may be used and registered (PK-3…PK-10).
package struct PasskeySettings: SparseDocument {
    /// Whether passkeys may be used and registered at all.
    package var isEnabled: Bool
    /// For whom, where they may.
    package var targets: MethodTargets
    /// Whether people may register them by themselves, whatever their profile (PK-6).
    package var isSelfServiceAllowed: Bool
    /// What holds for everybody for whom no other profile does; its name and groups mean nothing (PK-5).
    package var standard: PasskeyProfile
    /// The second profile, for the members of its groups.
    package var second: PasskeyProfile
    /// The third and last profile (PK-5).
    package var third: PasskeyProfile

    /// The defaults: every passkey.
    package init() {
        isEnabled = true
        targets = .init()
        isSelfServiceAllowed = true
        standard = .init()
        second = .init()
        third = .init()
    }

    private enum CodingKeys: CodingKey { case isEnabled, targets, isSelfServiceAllowed, second, third }

    // The standard profile has its members among those of the settings: they were there before there were profiles.
    package init(from decoder: any Decoder) throws {
        let members = try decoder.container(keyedBy: CodingKeys.self)
        isEnabled = try members.decode(.isEnabled, or: true)
        targets = try members.decode(.targets, or: .init())
        isSelfServiceAllowed = try members.decode(.isSelfServiceAllowed, or: true)
        standard = try PasskeyProfile(from: decoder)
        second = try members.decode(.second, or: .init())
        third = try members.decode(.third, or: .init())
    }

    package func encode(to encoder: any Encoder) throws {
        try standard.encode(to: encoder)
        var members = encoder.container(keyedBy: CodingKeys.self)
        try members.encode(isEnabled, forKey: .isEnabled)
        try members.encode(targets, forKey: .targets)
        try members.encode(isSelfServiceAllowed, forKey: .isSelfServiceAllowed)
        try members.encode(second, forKey: .second)
        try members.encode(third, forKey: .third)
    }

    /// The profiles that are for some groups alone.
    package var special: [PasskeyProfile] { [second, third] }

    /// The profiles that hold for a member of `groups`, any one of which is enough (PK-9): those of the groups, or the
    /// standard one where there are none.
    package func profiles(memberOf groups: Set<ID<Group>>) -> [PasskeyProfile] {
        let own = special.filter { !groups.isDisjoint(with: $0.groups) }
        return own.isEmpty ? [standard] : own
    }
}
