import MartletDirectory
import Synchronization

/// A clock that stands still until a test moves it.
package final class TestClock: Sendable {
    private let point: Mutex<Timestamp>

    /// A clock that shows 2026-03-02T09:00:00Z, a Monday, unless told otherwise.
    package init(at start: Timestamp = Timestamp(seconds: 1_772_442_000)) {
        point = Mutex(start)
    }

    /// What it shows.
    package var now: Timestamp { point.withLock { $0 } }

    /// Moves it on.
    package func advance(by duration: Duration) { point.withLock { $0 = $0 + duration } }

    /// Sets it, back or forth.
    package func set(to other: Timestamp) { point.withLock { $0 = other } }
}
