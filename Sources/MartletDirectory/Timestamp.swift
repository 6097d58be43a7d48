/// A point in time: whole milliseconds since 1970 in UTC, exactly as the store keeps it.
package struct Timestamp: Hashable, Comparable, Sendable, Codable {
    /// Milliseconds since 1970-01-01T00:00:00Z.
    package var milliseconds: Int64

    /// The point `milliseconds` after 1970.
    package init(milliseconds: Int64) {
        self.milliseconds = milliseconds
    }

    /// The point `seconds` after 1970.
    package init(seconds: Int64) {
        milliseconds = seconds * 1000
    }

    /// Whole seconds since 1970, rounded down, as JWT's NumericDate wants them (RFC 7519 section 2).
    package var seconds: Int64 { Int64((Double(milliseconds) / 1000).rounded(.down)) }

    /// Decodes the number of milliseconds.
    package init(from decoder: any Decoder) throws {
        milliseconds = try decoder.singleValueContainer().decode(Int64.self)
    }

    /// Encodes the number of milliseconds.
    package func encode(to encoder: any Encoder) throws {
        var container = encoder.singleValueContainer()
        try container.encode(milliseconds)
    }

    /// Earlier is less.
    package static func < (left: Timestamp, right: Timestamp) -> Bool { left.milliseconds < right.milliseconds }

    /// How far the clocks of nodes may differ, and one clock may be set back, before what was noted counts as noted at a
    /// time that has not come yet.
    package static let toleratedSkew: Duration = .minutes(5)

    /// Whether this lies further after `now` than clocks may differ: then a clock was set back since it was noted, and
    /// its age cannot be told. Whatever lives for a time from here on does not count, so that setting a clock back
    /// lengthens nothing (A306).
    package func isAhead(of now: Timestamp) -> Bool { self > now + Self.toleratedSkew }

    /// The point `duration` later; anything finer than a millisecond is dropped.
    package static func + (point: Timestamp, duration: Duration) -> Timestamp {
        Timestamp(milliseconds: point.milliseconds + duration.inMilliseconds)
    }

    /// The point `duration` earlier.
    package static func - (point: Timestamp, duration: Duration) -> Timestamp {
        Timestamp(milliseconds: point.milliseconds - duration.inMilliseconds)
    }

    /// How long after `earlier` this is; negative if it is before.
    package static func - (later: Timestamp, earlier: Timestamp) -> Duration {
        .milliseconds(later.milliseconds - earlier.milliseconds)
    }
}

extension Duration {
    /// Whole milliseconds, rounded toward zero.
    package var inMilliseconds: Int64 {
        components.seconds * 1000 + components.attoseconds / 1_000_000_000_000_000
    }

    /// Whole seconds, rounded toward zero.
    package var inSeconds: Int64 { components.seconds }

    /// `count` times 60 seconds.
    package static func minutes(_ count: Int) -> Duration { .seconds(60 * count) }

    /// `count` times 60 minutes.
    package static func hours(_ count: Int) -> Duration { .seconds(3600 * count) }

    /// `count` times 24 hours.
    package static func days(_ count: Int) -> Duration { .seconds(86_400 * count) }
}
