import MartletDirectory

/// The days of a line of the legacy report in a text column: `day:attempts:succeeded`, joined by commas.
///
/// Written at every legacy sign-in and never queried inside, hence short.
enum LegacyDaysColumn {
    static func text(_ days: [LegacyEntry.Day]) -> String {
        days.map { "\($0.number):\($0.attempts):\($0.succeeded)" }.joined(separator: ",")
    }

    /// `nil` if the text is not of this form.
    static func days(_ text: String) -> [LegacyEntry.Day]? {
        var days: [LegacyEntry.Day] = []
        for part in text.split(separator: ",") {
            let numbers = part.split(separator: ":").map { Int64($0) }
            guard numbers.count == 3, let number = numbers[0], let attempts = numbers[1], let succeeded = numbers[2]
            else { return nil }
            days.append(LegacyEntry.Day(number: number, attempts: Int(attempts), succeeded: Int(succeeded)))
        }
        return days
    }
}

extension SQLRow {
    /// The days of a line of the legacy report.
    mutating func legacyDays(_ name: String) throws -> [LegacyEntry.Day] {
        guard let days = LegacyDaysColumn.days(try text(name)) else {
            throw StoreError.unexpectedColumn("column `\(name)` does not hold days")
        }
        return days
    }
}
