import MartletDirectory

/// What happens in thirty days: a plan in the order of time, the same for the same accounts.
struct DemoMonth: Sendable {
    /// Something that happens.
    struct Event: Sendable {
        enum What: Sendable {
            case visit(DemoVisit)
            case legacy(DemoLegacyAttempt)
        }

        let at: Timestamp
        let what: What
    }

    /// Everything, in order.
    let events: [Event]

    /// A plan between two times.
    init(_ summary: DemoSummary, from start: Timestamp, to end: Timestamp) {
        var planner = DemoPlanner(summary: summary, start: start, end: end)
        for person in DemoCast.people + [DemoCast.founder] { planner.plan(person) }
        planner.planLegacy()
        planner.planGuessing()
        events = planner.events.filter { $0.at > start && $0.at < end }.sorted { $0.at < $1.at }
    }
}
