import MartletDirectory
import Testing

@Suite struct `Points in time` {
    @Test(arguments: [
        (Int64(0), "1970-01-01T00:00:00.000Z"), (951_782_400_000, "2000-02-29T00:00:00.000Z"),
        (1_772_442_000_123, "2026-03-02T09:00:00.123Z"), (-1, "1969-12-31T23:59:59.999Z"),
        (4_107_542_399_000, "2100-02-28T23:59:59.000Z"), (4_107_542_400_000, "2100-03-01T00:00:00.000Z"),
    ])
    func `prints the civil date of leap years, centuries and times before 1970`(milliseconds: Int64, text: String) {
        #expect(Timestamp(milliseconds: milliseconds).rfc3339 == text)
    }

    @Test func `seconds are rounded down, also before 1970`() {
        #expect(Timestamp(milliseconds: 1999).seconds == 1)
        #expect(Timestamp(milliseconds: -1).seconds == -1)
    }

    @Test func `a duration is added and found again as a difference`() {
        let start = Timestamp(seconds: 100)
        #expect((start + .days(14)) - start == .days(14))
        #expect((start - .minutes(1)).milliseconds == 40_000)
    }

    @Test func `the day begins at midnight in UTC`() {
        #expect(Timestamp(milliseconds: 1_772_442_000_123).startOfDay.rfc3339 == "2026-03-02T00:00:00.000Z")
        #expect(Timestamp(milliseconds: -1).startOfDay.rfc3339 == "1969-12-31T00:00:00.000Z")
    }
}
