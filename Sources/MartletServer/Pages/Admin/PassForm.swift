import MartletDirectory

/// What the form for a temporary access pass allows.
package struct PassForm: Sendable, Equatable {
    /// The shortest life in minutes.
    package let least: Int
    /// The longest.
    package let most: Int
    /// The usual one.
    package let usual: Int
    /// Whether the organisation's passes are good for one sign-in whatever the form says.
    package let isAlwaysOneTime: Bool

    /// The form that settings allow.
    package init(_ settings: TemporaryAccessPassSettings) {
        least = settings.minimumMinutes
        most = settings.maximumMinutes
        usual = settings.defaultMinutes
        isAlwaysOneTime = settings.isAlwaysOneTime
    }

    var view: ViewObject {
        [
            "least": ViewValue(least), "most": ViewValue(most), "usual": ViewValue(usual),
            "isAlwaysOneTime": .flag(isAlwaysOneTime),
        ]
    }
}
