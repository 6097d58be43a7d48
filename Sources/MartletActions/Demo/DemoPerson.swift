import MartletDirectory

/// Somebody of the invented company.
struct DemoPerson: Sendable {
    /// How far this person is, thirty days on.
    enum Story: Sendable, Equatable {
        /// Registered when the account was made.
        case registered
        /// Chose *not now* at the first sign-in, so many days ago.
        case putsOff(sinceDaysAgo: Int)
        /// Has a temporary password and never signed in.
        case newcomer
        /// Left; the account is disabled.
        case left
        /// A machine that synchronises a directory, exempt from the defaults (SD-46).
        case machine
    }

    let local: String
    let givenName: String
    let surname: String
    let displayName: String
    let story: Story
    let role: DirectoryRole?
    let groups: [DemoGroup]

    init(
        _ local: String, _ givenName: String, _ surname: String, shown: String? = nil, _ story: Story,
        role: DirectoryRole? = nil, _ groups: DemoGroup...
    ) {
        self.local = local
        self.givenName = givenName
        self.surname = surname
        self.displayName = shown ?? "\(givenName) \(surname)"
        self.story = story
        self.role = role
        self.groups = groups
    }
}

/// The groups of the invented company.
enum DemoGroup: String, Sendable, CaseIterable {
    case optics = "Optics workshop"
    case sales = "Sales"
    case finance = "Finance"
    case design = "設計部 Design"
    case support = "Customer support"
    case desk = "Service desk"

    /// What the group is for.
    var purpose: String {
        switch self {
        case .optics: "Everybody who grinds, coats and measures"
        case .sales: "Sales in Kobe, Lisbon and Lagos"
        case .finance: "Ledger, payroll and purchasing"
        case .design: "図面と試作 — drawings and prototypes"
        case .support: "Answers to people who own a telescope"
        case .desk: "Helps colleagues who are locked out; its members hold a role"
        }
    }

    /// Whether roles may be given to it.
    var isAssignableToRole: Bool { self == .desk }
}
