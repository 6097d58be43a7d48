import MartletActions

/// In a few numbers, what would break if the defaults were switched on today.
package struct LegacyImpactSummary: Sendable, Equatable {
    /// Whether the defaults are on: then it is what they refuse already.
    package let areDefaultsOn: Bool
    /// People and services that will be stopped.
    package let stopped: Int
    /// The services among them.
    package let services: Int
    /// Those without a second factor.
    package let bare: Int
    /// The exempt, for which nothing changes.
    package let exempt: Int
    /// The first of the stopped by name.
    package let names: [String]

    /// The numbers of an impact.
    package init(_ impact: LegacyImpact) {
        areDefaultsOn = impact.areDefaultsOn
        stopped = impact.stopped.count
        services = impact.services.count
        bare = impact.withoutSecondFactorCount
        exempt = impact.exempt.count
        names = impact.stopped.prefix(5).map { $0.displayName.isEmpty ? $0.userPrincipalName : $0.displayName }
    }

    /// The numbers in words.
    func view(_ phrases: Phrases) -> ViewValue {
        let which = areDefaultsOn ? "on" : "off"
        return [
            "areDefaultsOn": .flag(areDefaultsOn), "isClear": .flag(stopped == 0),
            "stopped": .text(phrases.count("legacy.impact.stopped.\(which)", stopped)),
            "services": services == 0 ? .absent : .text(phrases.count("legacy.impact.services", services)),
            "bare": bare == 0 ? .absent : .text(phrases.count("legacy.impact.bare", bare)),
            "exempt": exempt == 0 ? .absent : .text(phrases.count("legacy.impact.exempt", exempt)),
            "names": names.isEmpty
                ? .absent
                : .text(
                    (names + (stopped > names.count ? ["…"] : []))
                        .joined(separator: phrases("admin.list.separator"))),
        ]
    }
}
