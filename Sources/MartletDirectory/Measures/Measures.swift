/// What one running program counts about itself: made once by `Wiring`, handed to each room, and read by `/metrics`.
///
/// Nothing in here names a person, an app, an address or a secret; every label is one of a few fixed words.
package final class Measures: Sendable {
    /// One door and what came of the sign-ins at it.
    package struct SignIn: Sendable, Hashable {
        /// The door's name in the sign-in log.
        package let door: String
        /// What came of it.
        package let outcome: SignInRecord.Status

        /// A pair of both.
        package init(door: String, outcome: SignInRecord.Status) {
            self.door = door
            self.outcome = outcome
        }
    }

    /// Sign-ins that were recorded.
    package let signIns = Tally<SignIn>()
    /// How long a judgement takes.
    package let decisionSeconds = Histogram(bounds: Histogram.briefSeconds)
    /// The threads that hash passwords.
    package let hashing = Hashing()
    /// The store.
    package let store = StoreMeasures()
    /// The requests.
    package let requests = Requests()
    /// The spans on their way to a collector.
    package let traces = Traces()

    /// Measures at zero.
    package init() {}

    /// The queue before the hashing threads, and their work.
    package final class Hashing: Sendable {
        /// Calls that wait for a thread.
        package let waiting = Gauge()
        /// Calls that a thread works on.
        package let running = Gauge()
        /// Calls that were refused because too many waited.
        package let refusedFull = Counter()
        /// Calls that were refused because they had waited for too long.
        package let refusedLate = Counter()
        /// How long calls waited for a thread.
        package let waitSeconds = Histogram()
        /// How long the work took.
        package let workSeconds = Histogram()

        /// Measures at zero.
        package init() {}
    }

    /// Spans that wait for the collector, and those that it never got.
    package final class Traces: Sendable {
        /// Traces that wait.
        package let waiting = Gauge()
        /// Spans that a collector took.
        package let sent = Counter()
        /// Spans that were dropped: too many waited, or the collector was away.
        package let dropped = Counter()

        /// Measures at zero.
        package init() {}
    }
}
