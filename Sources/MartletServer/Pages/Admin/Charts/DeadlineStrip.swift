import MartletDirectory

/// The coming days, each with how many people will have to register on it: a row of small boxes.
package struct DeadlineStrip: Sendable, Equatable {
    /// One day.
    package struct Day: Sendable, Equatable {
        /// The day in UTC, `2026-11-21`.
        package let date: String
        /// The day as the box writes it.
        package let label: String
        /// How many people are stopped on it.
        package let count: Int
        /// How strongly the box is filled, 0…4: the end of its CSS class.
        package let level: Int
        /// Whether it is today.
        package let isToday: Bool
        /// Whether nobody is stopped on it.
        package let isFree: Bool
    }

    /// The days from today on.
    package let days: [Day]

    /// Counts `deadlines` on the days from `today` on; those before it count today, those after the last day are left
    /// out.
    package init(deadlines: [Timestamp], today: Timestamp, length: Int, dayLabel: (Timestamp) -> String) {
        let first = today.startOfDay
        var counts = [Int](repeating: 0, count: max(1, length))
        for deadline in deadlines {
            let index = max(0, Int((deadline.startOfDay - first).inSeconds / 86_400))
            if index < counts.count { counts[index] += 1 }
        }
        let most = max(1, counts.max() ?? 1)
        days = counts.enumerated().map { index, count in
            let day = first + .days(index)
            return Day(
                date: day.dateForm, label: dayLabel(day), count: count,
                level: count == 0 ? 0 : 1 + (count * 3) / most, isToday: index == 0, isFree: count == 0
            )
        }
    }
}
