import MartletDirectory

/// Which methods an organisation lets one person use and register (MP-1).
///
/// The password and recovery codes are no part of the policy: everybody has the first, and the second stand in for
/// something that is.
package struct AllowedMethods: Sendable, Equatable {
    /// The methods; `totp` if codes of either kind are among them.
    package let methods: MethodSet
    /// Whether the codes of an app count.
    package let allowsSoftwareCodes: Bool
    /// Whether the codes of a token that was given out count.
    package let allowsHardwareCodes: Bool
    /// What a passkey must be like: any one of these is enough (PK-9).
    package let passkeyProfiles: [PasskeyProfile]

    /// What `policy` says about a member of `groups`.
    package init(_ policy: AuthenticationMethodsPolicy, memberOf groups: Set<ID<Group>>) {
        allowsSoftwareCodes = policy.softwareOath.isEnabled && policy.softwareOath.targets.include(memberOf: groups)
        allowsHardwareCodes = policy.hardwareOath.isEnabled && policy.hardwareOath.targets.include(memberOf: groups)
        passkeyProfiles = policy.passkeys.profiles(memberOf: groups)
        var methods: MethodSet = [.password, .recoveryCode]
        if allowsSoftwareCodes || allowsHardwareCodes { methods.insert(.totp) }
        if policy.passkeys.isEnabled, policy.passkeys.targets.include(memberOf: groups) { methods.insert(.passkey) }
        if policy.authenticator.isEnabled, policy.authenticator.targets.include(memberOf: groups) {
            if policy.authenticator.mode != .passwordless { methods.insert(.push) }
            if policy.authenticator.mode != .push { methods.insert(.passwordlessPush) }
        }
        if policy.temporaryAccessPass.isEnabled, policy.temporaryAccessPass.targets.include(memberOf: groups) {
            methods.insert(.temporaryAccessPass)
        }
        if policy.certificates.isEnabled, policy.certificates.targets.include(memberOf: groups) {
            methods.formUnion(.certificates)
        }
        self.methods = methods
    }

    /// Whether a code method counts.
    package func allow(_ method: TOTPMethod) -> Bool { method.isHardware ? allowsHardwareCodes : allowsSoftwareCodes }

    /// Whether a passkey counts: passkeys are on, and it is what a profile wants (PK-8).
    package func allow(_ passkey: Passkey) -> Bool {
        methods.contains(.passkey)
            && passkeyProfiles.contains { $0.allows(model: passkey.aaguid, isSynced: passkey.isBackupEligible) }
    }
}

extension MethodTargets {
    /// Whether a member of `groups` is meant; who is excluded is, whoever includes them (MP-1).
    package func include(memberOf groups: Set<ID<Group>>) -> Bool {
        guard groups.isDisjoint(with: excludedGroups) else { return false }
        return includesEverybody || !groups.isDisjoint(with: includedGroups)
    }

    /// Whether anybody's groups matter.
    package var looksAtGroups: Bool { !includesEverybody || !excludedGroups.isEmpty }
}

extension AuthenticationMethodsPolicy {
    private var targets: [MethodTargets] {
        [
            passkeys.targets, authenticator.targets, softwareOath.targets, hardwareOath.targets,
            temporaryAccessPass.targets, certificates.targets, campaign.targets,
        ]
    }

    /// Whether anybody's groups matter: for most organisations they do not, and are not read.
    package var looksAtGroups: Bool {
        targets.contains { $0.looksAtGroups } || passkeys.special.contains { !$0.groups.isEmpty }
    }

    /// Whether the members of a group may use other methods than others: then who changes it changes the policy.
    package func names(_ group: ID<Group>) -> Bool {
        targets.contains { $0.includedGroups.contains(group) || $0.excludedGroups.contains(group) }
            || passkeys.special.contains { $0.groups.contains(group) }
    }
}
