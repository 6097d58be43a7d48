import Synchronization

/// How often something has happened since the program began.
package final class Counter: Sendable {
    private let count = Atomic<Int>(0)

    /// A counter at zero.
    package init() {}

    /// Counts `times` more, 0 or more.
    package func add(_ times: Int = 1) { count.add(times, ordering: .relaxed) }

    /// How often so far.
    package var value: Int { count.load(ordering: .relaxed) }
}

/// How many of something there are at this moment.
package final class Gauge: Sendable {
    private let level = Atomic<Int>(0)

    /// A gauge at zero.
    package init() {}

    /// Moves the level up, or down by a negative number.
    package func add(_ difference: Int) { level.add(difference, ordering: .relaxed) }

    /// Sets the level.
    package func set(_ value: Int) { level.store(value, ordering: .relaxed) }

    /// The level.
    package var value: Int { level.load(ordering: .relaxed) }
}
