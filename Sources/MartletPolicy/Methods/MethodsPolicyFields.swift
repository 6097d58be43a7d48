import MartletDirectory

extension MethodsPolicyField {
    /// The sections, in the order in which they are shown.
    package static let sections = [
        "passkeys", "passkeyProfile2", "passkeyProfile3", "authenticator", "softwareOath", "hardwareOath",
        "temporaryAccessPass", "certificates", "campaign", "general",
    ]

    /// Every setting.
    package static let all: [MethodsPolicyField] =
        passkeys + secondProfile + thirdProfile + authenticator + softwareOath + hardwareOath + temporaryAccessPass
        + certificates + campaign + general

    /// The settings of a section; empty for one that there is not.
    package static func fields(of section: String) -> [MethodsPolicyField] { all.filter { $0.section == section } }

    private static let passkeys: [MethodsPolicyField] =
        [.flag("passkeys", "isEnabled", \.passkeys.isEnabled)]
        + targets(
            "passkeys", \.passkeys.targets.includesEverybody, \.passkeys.targets.includedGroups,
            \.passkeys.targets.excludedGroups) + [
            .flag("passkeys", "isSelfServiceAllowed", \.passkeys.isSelfServiceAllowed),
            .flag("passkeys", "wantsAttestation", \.passkeys.standard.wantsAttestation),
            .word("passkeys", "kinds", \.passkeys.standard.kinds),
            .word("passkeys", "modelRule", \.passkeys.standard.modelRule),
            .models("passkeys", "models", \.passkeys.standard.models),
        ]

    private static let secondProfile: [MethodsPolicyField] = [
        .text("passkeyProfile2", "name", most: PasskeyProfile.longestName, \.passkeys.second.name),
        .groups("passkeyProfile2", "groups", \.passkeys.second.groups),
        .flag("passkeyProfile2", "wantsAttestation", \.passkeys.second.wantsAttestation),
        .word("passkeyProfile2", "kinds", \.passkeys.second.kinds),
        .word("passkeyProfile2", "modelRule", \.passkeys.second.modelRule),
        .models("passkeyProfile2", "models", \.passkeys.second.models),
    ]

    private static let thirdProfile: [MethodsPolicyField] = [
        .text("passkeyProfile3", "name", most: PasskeyProfile.longestName, \.passkeys.third.name),
        .groups("passkeyProfile3", "groups", \.passkeys.third.groups),
        .flag("passkeyProfile3", "wantsAttestation", \.passkeys.third.wantsAttestation),
        .word("passkeyProfile3", "kinds", \.passkeys.third.kinds),
        .word("passkeyProfile3", "modelRule", \.passkeys.third.modelRule),
        .models("passkeyProfile3", "models", \.passkeys.third.models),
    ]

    private static let authenticator: [MethodsPolicyField] =
        [.flag("authenticator", "isEnabled", \.authenticator.isEnabled)]
        + targets(
            "authenticator", \.authenticator.targets.includesEverybody, \.authenticator.targets.includedGroups,
            \.authenticator.targets.excludedGroups) + [
            .word("authenticator", "mode", \.authenticator.mode),
            .flag("authenticator", "showsApplication", \.authenticator.showsApplication),
            .flag("authenticator", "showsPlace", \.authenticator.showsPlace),
            .flag("authenticator", "actsOnReports", \.authenticator.actsOnReports),
        ]

    private static let softwareOath: [MethodsPolicyField] =
        [.flag("softwareOath", "isEnabled", \.softwareOath.isEnabled)]
        + targets(
            "softwareOath", \.softwareOath.targets.includesEverybody, \.softwareOath.targets.includedGroups,
            \.softwareOath.targets.excludedGroups)

    private static let hardwareOath: [MethodsPolicyField] =
        [.flag("hardwareOath", "isEnabled", \.hardwareOath.isEnabled)]
        + targets(
            "hardwareOath", \.hardwareOath.targets.includesEverybody, \.hardwareOath.targets.includedGroups,
            \.hardwareOath.targets.excludedGroups)

    private static let temporaryAccessPass: [MethodsPolicyField] =
        [.flag("temporaryAccessPass", "isEnabled", \.temporaryAccessPass.isEnabled)]
        + targets(
            "temporaryAccessPass", \.temporaryAccessPass.targets.includesEverybody,
            \.temporaryAccessPass.targets.includedGroups, \.temporaryAccessPass.targets.excludedGroups) + [
            .number("temporaryAccessPass", "minimumMinutes", minutes, \.temporaryAccessPass.minimumMinutes),
            .number("temporaryAccessPass", "maximumMinutes", minutes, \.temporaryAccessPass.maximumMinutes),
            .number("temporaryAccessPass", "defaultMinutes", minutes, \.temporaryAccessPass.defaultMinutes),
            .number(
                "temporaryAccessPass", "length", TemporaryAccessPassSettings.lengths, \.temporaryAccessPass.length),
            .flag("temporaryAccessPass", "isAlwaysOneTime", \.temporaryAccessPass.isAlwaysOneTime),
        ]

    private static let certificates: [MethodsPolicyField] =
        [.flag("certificates", "isEnabled", \.certificates.isEnabled)]
        + targets(
            "certificates", \.certificates.targets.includesEverybody, \.certificates.targets.includedGroups,
            \.certificates.targets.excludedGroups) + [
            .words("certificates", "nameRules", \.certificates.nameRules),
            .flag("certificates", "wantsStrongBinding", \.certificates.wantsStrongBinding),
            .word("certificates", "worth", \.certificates.worth),
            .certificateRules("certificates", "rules", \.certificates.rules),
            .flag("certificates", "wantsRevocationList", \.certificates.wantsRevocationList),
            .revocationLists("certificates", "revocationLists", \.certificates.revocationLists),
        ]

    private static let campaign: [MethodsPolicyField] =
        [.flag("campaign", "isEnabled", \.campaign.isEnabled)]
        + targets(
            "campaign", \.campaign.targets.includesEverybody, \.campaign.targets.includedGroups,
            \.campaign.targets.excludedGroups) + [
            .word("campaign", "goal", \.campaign.goal),
            .number("campaign", "snoozeDays", 0...14, \.campaign.snoozeDays),
            .flag("campaign", "insistsAfterThree", \.campaign.insistsAfterThree),
        ]

    private static let general: [MethodsPolicyField] = [
        .flag("general", "prefersStrongest", \.prefersStrongest),
        .flag("general", "blocksReporters", \.blocksReporters),
        .word("general", "firstRegistration", \.firstRegistration),
    ]

    private static let minutes = TemporaryAccessPassSettings.minutes

    /// For whom a method is there.
    private static func targets(
        _ section: String, _ everybody: Place<Bool>, _ included: Place<[ID<Group>]>, _ excluded: Place<[ID<Group>]>
    ) -> [MethodsPolicyField] {
        [
            .flag(section, "includesEverybody", everybody), .groups(section, "includedGroups", included),
            .groups(section, "excludedGroups", excluded),
        ]
    }
}
