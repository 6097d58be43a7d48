import MartletDirectory

extension MethodsPolicyField {
    /// The sections, in the order in which they are shown.
    package static let sections = [
        "passkeys", "authenticator", "softwareOath", "hardwareOath", "temporaryAccessPass", "campaign", "general",
    ]

    /// Every setting.
    package static let all: [MethodsPolicyField] =
        passkeys + authenticator + softwareOath + hardwareOath + temporaryAccessPass + campaign + general

    /// The settings of a section; empty for one that there is not.
    package static func fields(of section: String) -> [MethodsPolicyField] { all.filter { $0.section == section } }

    private static let passkeys: [MethodsPolicyField] =
        [.flag("passkeys", "isEnabled", \.passkeys.isEnabled)]
        + targets(
            "passkeys", \.passkeys.targets.includesEverybody, \.passkeys.targets.includedGroups,
            \.passkeys.targets.excludedGroups) + [
            .flag("passkeys", "isSelfServiceAllowed", \.passkeys.isSelfServiceAllowed),
            .flag("passkeys", "wantsAttestation", \.passkeys.wantsAttestation),
            .word("passkeys", "modelRule", \.passkeys.modelRule),
            .models("passkeys", "models", \.passkeys.models),
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
