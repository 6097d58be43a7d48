import Synchronization

/// How long something took, in buckets: what quantiles are estimated from.
package final class Histogram: Sendable {
    /// The numbers at one moment.
    package struct Snapshot: Sendable, Equatable {
        /// The upper bounds, rising; what is above the last one is in the bucket after it.
        package let bounds: [Double]
        /// How many fell into each bucket: one more than there are bounds. They are not summed up.
        package var counts: [Int]
        /// All values added up.
        package var sum: Double

        /// How many values there were.
        package var total: Int { counts.reduce(0, +) }
    }

    /// From half a millisecond, a read, to ten seconds, the longest that anybody waits.
    package static let seconds = [0.0005, 0.001, 0.0025, 0.005, 0.01, 0.025, 0.05, 0.1, 0.25, 0.5, 1, 2.5, 5, 10]
    /// From a microsecond, for what is pure thinking.
    package static let briefSeconds = [0.000_001, 0.000_005, 0.000_01, 0.000_05, 0.000_1, 0.000_5, 0.001, 0.01, 0.1]
    /// Powers of two, for how many there were at once.
    package static let sizes: [Double] = [1, 2, 4, 8, 16, 32, 64, 128, 256, 512, 1024]

    private let state: Mutex<Snapshot>

    /// An empty histogram with these upper `bounds`, which rise.
    package init(bounds: [Double] = Histogram.seconds) {
        state = Mutex(Snapshot(bounds: bounds, counts: Array(repeating: 0, count: bounds.count + 1), sum: 0))
    }

    /// Takes in one value.
    package func record(_ value: Double) {
        state.withLock { state in
            let bucket = state.bounds.firstIndex { value <= $0 } ?? state.bounds.count
            state.counts[bucket] += 1
            state.sum += value
        }
    }

    /// Takes in one duration, in seconds.
    package func record(_ duration: Duration) { record(duration.asSeconds) }

    /// The numbers now.
    package var snapshot: Snapshot { state.withLock { $0 } }
}

extension Duration {
    /// The duration in seconds and their parts.
    package var asSeconds: Double { Double(components.seconds) + Double(components.attoseconds) / 1e18 }
}
