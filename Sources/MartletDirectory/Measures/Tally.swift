import Synchronization

/// Counters beside one another, one for each of a small set of fixed labels.
///
/// What strangers send never becomes a label: it could be anything, and each one is kept for ever.
package final class Tally<Label: Hashable & Sendable>: Sendable {
    private let counts = Mutex<[Label: Int]>([:])

    /// A tally without any label.
    package init() {}

    /// Counts one more under `label`.
    package func add(_ label: Label) { counts.withLock { $0[label, default: 0] += 1 } }

    /// Every label that was counted.
    package var values: [Label: Int] { counts.withLock { $0 } }
}

/// Histograms beside one another, one for each of a small set of fixed labels.
package final class Histograms<Label: Hashable & Sendable>: Sendable {
    private let bounds: [Double]
    private let all = Mutex<[Label: Histogram]>([:])

    /// Histograms with these upper `bounds`, in seconds.
    package init(bounds: [Double] = Histogram.seconds) { self.bounds = bounds }

    /// The histogram of `label`.
    package subscript(_ label: Label) -> Histogram {
        all.withLock { all in
            if let known = all[label] { return known }
            let made = Histogram(bounds: bounds)
            all[label] = made
            return made
        }
    }

    /// Every label that was asked for.
    package var values: [Label: Histogram] { all.withLock { $0 } }
}
