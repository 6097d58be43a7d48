import MartletDirectory
import Synchronization

/// The clock of the example organisation: moved through thirty days while the example is made, and the real one after.
package final class DemoClock: Sendable {
    private let live: Ambient
    private let standing: Mutex<Timestamp?>

    /// A clock that stands at `start` until it is moved or let go.
    package init(over live: Ambient, startingAt start: Timestamp) {
        self.live = live
        standing = Mutex(start)
    }

    /// What the tools of the example work with.
    package var ambient: Ambient {
        Ambient(now: { self.now }, randomBytes: live.randomBytes)
    }

    /// The time at which the example stands, or the real one.
    package var now: Timestamp { standing.withLock { $0 } ?? live.now() }

    /// The real time.
    package var liveNow: Timestamp { live.now() }

    /// Moves on; never back, and never past the real time.
    package func move(to time: Timestamp) {
        let end = live.now()
        standing.withLock { $0 = min(end, max(time, $0 ?? time)) }
    }

    /// Lets the clock run: from now on the real time counts.
    package func letGo() { standing.withLock { $0 = nil } }
}
