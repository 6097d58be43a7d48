/// The civil date of a timestamp in UTC, computed (proleptic Gregorian, days from the era of 400 years).
extension Timestamp {
    /// Year, month and day, hour, minute, second and millisecond in UTC.
    package var components:
        (
            year: Int, month: Int, day: Int, hour: Int, minute: Int, second: Int, millisecond: Int
        )
    {
        let dayLength: Int64 = 86_400_000
        var days = milliseconds / dayLength
        var rest = milliseconds % dayLength
        if rest < 0 {
            rest += dayLength
            days -= 1
        }
        // Days are counted from 0000-03-01, so that the leap day is the last of its year.
        let shifted = days + 719_468
        let era = (shifted >= 0 ? shifted : shifted - 146_096) / 146_097
        let dayOfEra = shifted - era * 146_097
        let yearOfEra = (dayOfEra - dayOfEra / 1460 + dayOfEra / 36_524 - dayOfEra / 146_096) / 365
        let dayOfYear = dayOfEra - (365 * yearOfEra + yearOfEra / 4 - yearOfEra / 100)
        let monthIndex = (5 * dayOfYear + 2) / 153
        let day = dayOfYear - (153 * monthIndex + 2) / 5 + 1
        let month = monthIndex < 10 ? monthIndex + 3 : monthIndex - 9
        let year = yearOfEra + era * 400 + (month <= 2 ? 1 : 0)
        return (
            Int(year), Int(month), Int(day), Int(rest / 3_600_000), Int(rest / 60_000 % 60), Int(rest / 1000 % 60),
            Int(rest % 1000)
        )
    }

    /// The form of RFC 3339 with milliseconds, as Graph prints it: `2026-11-21T08:30:00.000Z`.
    package var rfc3339: String {
        let parts = components
        return
            "\(dateText(parts))T\(two(parts.hour)):\(two(parts.minute)):\(two(parts.second)).\(three(parts.millisecond))Z"
    }

    /// The form of token errors: `2026-11-21 08:30:00Z` (sign-in-and-policy section 4.1).
    package var errorForm: String {
        let parts = components
        return "\(dateText(parts)) \(two(parts.hour)):\(two(parts.minute)):\(two(parts.second))Z"
    }

    /// The date alone, in UTC: `2026-11-21`.
    package var dateForm: String { dateText(components) }

    /// Midnight of this day in UTC.
    package var startOfDay: Timestamp {
        let dayLength: Int64 = 86_400_000
        let rest = milliseconds % dayLength
        return Timestamp(milliseconds: milliseconds - (rest < 0 ? rest + dayLength : rest))
    }

    private func dateText(
        _ parts: (year: Int, month: Int, day: Int, hour: Int, minute: Int, second: Int, millisecond: Int)
    ) -> String {
        let year = String(parts.year)
        return "\(String(repeating: "0", count: max(0, 4 - year.count)))\(year)-\(two(parts.month))-\(two(parts.day))"
    }

    private func two(_ value: Int) -> String { value < 10 ? "0\(value)" : String(value) }

    private func three(_ value: Int) -> String { value < 10 ? "00\(value)" : value < 100 ? "0\(value)" : String(value) }
}
