import MartletCredentials
import MartletDirectory

/// Draws the plan. Its chances come from a fixed seed: the example looks alike every time, whatever the secrets are.
struct DemoPlanner {
    let summary: DemoSummary
    let start: Timestamp
    let end: Timestamp
    var events: [DemoMonth.Event] = []
    private var state: UInt64 = 20_261_121

    init(summary: DemoSummary, start: Timestamp, end: Timestamp) {
        self.summary = summary
        self.start = start
        self.end = end
    }

    /// Xorshift; only for choosing, never for secrets.
    private mutating func below(_ limit: Int) -> Int {
        state ^= state << 13
        state ^= state >> 7
        state ^= state << 17
        return Int(state % UInt64(limit))
    }

    /// The working days of one person.
    mutating func plan(_ person: DemoPerson) {
        guard let account = summary.account("\(person.local)@\(DemoCast.domain)") else { return }
        let first: Timestamp
        switch person.story {
        case .registered: first = start
        case .putsOff(let days): first = end - .days(days)
        case .left: first = start
        case .newcomer, .machine: return
        }
        var day = first.startOfDay
        while day < end {
            let isFirst = day == first.startOfDay
            if isFirst || comes(on: day, person) { visit(account, person, on: day, isFirst: isFirst, first: first) }
            day = day + .days(1)
        }
    }

    private mutating func comes(on day: Timestamp, _ person: DemoPerson) -> Bool {
        // Day 0 of 1970 was a Thursday.
        let weekday = (day.seconds / 86_400 + 4) % 7
        if person.story == .left, day > start + .days(11) { return false }
        // After its end a grace stops the person, who tries now and then.
        if case .putsOff(let days) = person.story, day > end - .days(days - 14) { return below(6) == 0 }
        let isWeekend = weekday == 0 || weekday == 6
        return isWeekend ? below(24) == 0 : below(10) < 4
    }

    private mutating func visit(
        _ account: DemoSummary.Account, _ person: DemoPerson, on day: Timestamp, isFirst: Bool, first: Timestamp
    ) {
        let travels = below(25) == 0
        let place = travels ? below(Self.places.count) : Self.index(of: person.local, below: Self.places.count)
        let onPhone = below(5) == 0
        let hour = 7 + below(11)
        let at = isFirst ? max(first, start) + .minutes(1 + below(50)) : day + .hours(hour) + .minutes(below(60))
        let visit = DemoVisit(
            user: account.user.id, userPrincipalName: account.user.userPrincipalName.text,
            password: account.password, authenticatorSecret: secret(of: account), target: target(for: account),
            origin: Origin(
                address: Self.address(place: place, of: person.local),
                userAgent: onPhone ? DemoBrowser.phone : DemoBrowser.desktops[Self.index(of: person.local, below: 3)],
                country: Self.places[place].country),
            browser: "\(person.local)-\(onPhone ? "phone" : "desk")\(travels ? "-away" : "")",
            staysSignedIn: below(3) == 0, mishap: mishap(isRegistered: account.authenticator != nil))
        events.append(DemoMonth.Event(at: at, what: .visit(visit)))
    }

    private mutating func target(for account: DemoSummary.Account) -> DemoVisit.Target {
        let draw = below(10)
        if draw < 2, !account.roles.isEmpty { return .adminCenter }
        if draw == 2 { return .account }
        let isRegistered = account.authenticator != nil
        let apps = summary.applications.filter { isRegistered || !$0.application.isManagement }
        let app = apps[below(apps.count)].application
        return .application(app.id, redirectURI: app.redirectURIs.first ?? "")
    }

    private mutating func mishap(isRegistered: Bool) -> DemoVisit.Mishap {
        switch below(24) {
        case 0, 1: .mistypedPassword
        case 2: isRegistered ? .mistypedCode : .none
        case 3: isRegistered ? .leavesAtCode : .none
        default: .none
        }
    }

    private func secret(of account: DemoSummary.Account) -> [UInt8]? {
        account.authenticator.flatMap { Base32.decode($0.secretText) }
    }

    /// An old scanner that sends its pages with a password, and a script that nobody has looked at for years.
    mutating func planLegacy() {
        guard let scanner = summary.account("ren.suzuki@\(DemoCast.domain)"),
            let script = summary.account("rosa.almeida@\(DemoCast.domain)"),
            let notes = summary.applications.first(where: { $0.clientSecret == nil })?.application.id
        else { return }
        var day = start.startOfDay
        while day < end {
            let tries: [(DemoSummary.Account, DemoLegacyAttempt.Way, Int)] = [
                (scanner, .basic, below(3)), (script, .passwordGrant(notes), below(2)),
            ]
            for (account, way, count) in tries {
                for number in 0..<count {
                    let attempt = DemoLegacyAttempt(
                        userPrincipalName: account.user.userPrincipalName.text, password: account.password, way: way,
                        origin: Origin(
                            address: "198.51.100.24", userAgent: way == .basic ? "ScanStation/2.1" : "curl/7.58.0",
                            country: "JP"))
                    events.append(
                        DemoMonth.Event(
                            at: day + .hours(6 + 4 * number) + .minutes(below(60)), what: .legacy(attempt)))
                }
            }
            day = day + .days(1)
        }
    }

    /// One night somebody tries likely passwords on two names.
    mutating func planGuessing() {
        let night = end.startOfDay - .days(9) + .hours(2)
        for (index, local) in ["mio.tanaka", "felix.braun"].enumerated() {
            for attempt in 0..<6 {
                let guess = DemoLegacyAttempt(
                    userPrincipalName: "\(local)@\(DemoCast.domain)", password: "Telescope20\(20 + attempt)!",
                    way: .basic,
                    origin: Origin(address: "203.0.113.77", userAgent: "python-requests/2.31", country: "XX"))
                events.append(
                    DemoMonth.Event(
                        at: night + .minutes(2 * attempt + 30 * index), what: .legacy(guess)))
            }
        }
    }

    private static let places: [(network: String, country: String)] = [
        ("198.51.100", "JP"), ("192.0.2", "PT"), ("203.0.113", "NG"), ("198.51.100", "JP"),
    ]

    private static func address(place: Int, of local: String) -> String {
        "\(places[place].network).\(10 + index(of: local, below: 200))"
    }

    /// A number that a name always gives.
    private static func index(of name: String, below limit: Int) -> Int {
        name.utf8.reduce(7) { ($0 &* 31 &+ Int($1)) & 0xFFFF } % limit
    }
}
