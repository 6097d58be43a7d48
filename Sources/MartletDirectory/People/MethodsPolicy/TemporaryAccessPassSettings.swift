/// How long passes live and how they look (section 2.6).
package struct TemporaryAccessPassSettings: SparseDocument {
    /// Whether anybody can sign in with one.
    package var isEnabled: Bool
    /// Who can sign in with one (TP-3).
    package var targets: MethodTargets
    /// The shortest life, in minutes, 10…43,200.
    package var minimumMinutes: Int
    /// The longest life, in minutes, 10…43,200.
    package var maximumMinutes: Int
    /// The life of a pass for which none was chosen, in minutes, within the two.
    package var defaultMinutes: Int
    /// The length of a pass, 8…48 characters.
    package var length: Int
    /// Whether every pass is good for one sign-in only.
    package var isAlwaysOneTime: Bool

    /// What a life in minutes may be: ten minutes to thirty days.
    package static let minutes = 10...43_200
    /// How many characters a pass may have.
    package static let lengths = 8...48

    /// The defaults of the table of section 2.6.
    package init() {
        isEnabled = true
        targets = .init()
        minimumMinutes = 60
        maximumMinutes = 480
        defaultMinutes = 60
        length = 8
        isAlwaysOneTime = false
    }

    package init(from decoder: any Decoder) throws {
        let members = try decoder.container(keyedBy: CodingKeys.self)
        isEnabled = try members.decode(.isEnabled, or: true)
        targets = try members.decode(.targets, or: .init())
        minimumMinutes = try members.decode(.minimumMinutes, or: 60)
        maximumMinutes = try members.decode(.maximumMinutes, or: 480)
        defaultMinutes = try members.decode(.defaultMinutes, or: 60)
        length = try members.decode(.length, or: 8)
        isAlwaysOneTime = try members.decode(.isAlwaysOneTime, or: false)
    }
}
