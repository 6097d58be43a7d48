import MartletDirectory

extension Phrases {
    private static let months = [
        "Jan", "Feb", "Mar", "Apr", "May", "Jun", "Jul", "Aug", "Sep", "Oct", "Nov", "Dec",
    ]

    /// A time for the partial `time`: the machine form, and a text in UTC that the browser turns into local time.
    package func time(_ point: Timestamp) -> ViewObject {
        ["datetime": .text(point.rfc3339), "text": .text(timeText(point)), "style": "time"]
    }

    /// A day for the partial `time`, without the hour.
    package func day(_ point: Timestamp) -> ViewObject {
        ["datetime": .text(point.rfc3339), "text": .text(dayText(point)), "style": "day"]
    }

    /// The day in words, in UTC: `21 Nov 2026`, `2026年11月21日`.
    package func dayText(_ point: Timestamp) -> String {
        let parts = point.components
        return switch language {
        case .en: "\(parts.day) \(Self.months[parts.month - 1]) \(parts.year)"
        case .ja: "\(parts.year)年\(parts.month)月\(parts.day)日"
        }
    }

    /// The day and the minute in words, in UTC: `21 Nov 2026, 08:30 UTC`.
    package func timeText(_ point: Timestamp) -> String {
        let parts = point.components
        let minute = parts.minute < 10 ? "0\(parts.minute)" : String(parts.minute)
        let hour = parts.hour < 10 ? "0\(parts.hour)" : String(parts.hour)
        return switch language {
        case .en: "\(dayText(point)), \(hour):\(minute) UTC"
        case .ja: "\(dayText(point)) \(hour):\(minute) UTC"
        }
    }
}
