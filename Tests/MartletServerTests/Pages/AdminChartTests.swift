import MartletDirectory
import Testing

@testable import MartletServer

@Suite struct `Charts` {
    private let today = AdminSamples.now.startOfDay

    private func day(_ success: Int, _ interrupted: Int = 0, _ failure: Int = 0, legacy: Int = 0) -> SignInDay {
        SignInDay(day: today, success: success, interrupted: interrupted, failure: failure, legacy: legacy)
    }

    private func chart(_ days: [SignInDay]) -> SignInChart { SignInChart(days: days) { $0.dateForm } }

    @Test(arguments: [0, 1, 3, 7, 10, 99, 100, 101, 4321, 1_000_000, Int.max / 2, Int.max])
    func `a scale holds its maximum with few round steps`(maximum: Int) {
        let scale = ChartScale(holding: maximum)
        #expect(scale.top >= 1)
        #expect((1...5).contains(scale.lines.count))
        #expect(scale.lines.last == scale.top)
        #expect(scale.top >= maximum || maximum > Int.max / 50)
        #expect(scale.height(of: maximum, in: 100) <= 100)
        #expect(scale.height(of: 0, in: 100) == 0)
        #expect(scale.height(of: 1, in: 100) >= 1)
    }

    @Test func `steps are one, two or five times a power of ten`() {
        #expect(ChartScale(holding: 3).lines == [1, 2, 3])
        #expect(ChartScale(holding: 97).lines == [50, 100])
        #expect(ChartScale(holding: 61).lines == [20, 40, 60, 80])
        #expect(ChartScale(holding: 1200).lines == [500, 1000, 1500])
    }

    @Test func `no day and days without sign-ins make an empty chart`() {
        #expect(chart([]).isEmpty)
        #expect(chart([]).columns.isEmpty)
        let quiet = chart([day(0), day(0)])
        #expect(quiet.isEmpty)
        #expect(quiet.columns.allSatisfy { $0.pieces.isEmpty && $0.legacy == nil })
    }

    @Test func `a single day is one narrow column in the middle`() throws {
        let column = try #require(chart([day(5, 1, 2, legacy: 1)]).columns.first)
        #expect(column.width == "6.000%")
        #expect(column.middle == "50.000%")
        #expect(column.isNamed)
        #expect(column.pieces.map(\.name) == ["success", "interrupted", "failure"])
        #expect(column.legacy != nil)
    }

    @Test func `pieces stand on each other and stay in the drawing`() throws {
        for days in [
            [day(90, 7, 3)], [day(1, 1, 1)], [day(Int.max, Int.max, Int.max, legacy: Int.max)], [day(-4, 0, 2)],
        ] {
            let chart = chart(days)
            let pieces = try #require(chart.columns.first).pieces
            var floor = chart.baseY
            for piece in pieces {
                #expect(piece.height >= 2)
                #expect(piece.y >= 0)
                #expect(piece.y + piece.height == floor || piece.y == 0)
                floor = piece.y
            }
            #expect(chart.height > chart.laneY)
        }
    }

    @Test func `thirty days fill the width and a few of them are named`() throws {
        let chart = chart(AdminSamples.days)
        #expect(chart.columns.count == 30)
        #expect((4...7).contains(chart.columns.filter(\.isNamed).count))
        #expect(chart.columns.filter { $0.isNamed && $0.isMinor }.count >= 2)
        #expect(chart.totals.success == ChartNumber.grouped(AdminSamples.days.reduce(0) { $0 + $1.success }))
    }

    @Test func `the parts of a bar fill it exactly, and what is there is never too thin to see`() {
        let bar = ShareBar([("registered", 100_000), ("inGrace", 1), ("waiting", 0), ("mustRegister", 0)])
        #expect(bar.parts.map(\.isVisible) == [true, true, false, false])
        #expect(bar.parts[0].x == "0.000%")
        #expect(bar.parts[1].width == "1.478%")
        #expect(bar.parts[3].x == "100.000%")
        #expect(bar.parts[0].percent == 100)
        #expect(bar.total == 100_001)
    }

    @Test func `an empty bar and a bar of huge numbers do no harm`() {
        #expect(ShareBar([("registered", 0), ("inGrace", 0)]).isEmpty)
        #expect(ShareBar([]).isEmpty)
        let huge = ShareBar([("registered", Int.max), ("inGrace", Int.max)])
        #expect(huge.total == Int.max)
        #expect(huge.parts.map(\.percent) == [50, 50])
    }

    @Test func `deadlines are counted on their days, past ones today, far ones not`() {
        let strip = DeadlineStrip(
            deadlines: [today - .days(2), today + .hours(5), today + .days(3), today + .days(40)], today: today,
            length: 15
        ) { $0.dateForm }
        #expect(strip.days.map(\.count) == [2, 0, 0, 1] + Array(repeating: 0, count: 11))
        #expect(strip.days.map(\.level).prefix(4) == [4, 0, 0, 2])
        #expect(strip.days.map(\.isToday) == [true] + Array(repeating: false, count: 14))
    }

    @Test func `numbers are written in groups and in short`() {
        #expect(ChartNumber.grouped(0) == "0")
        #expect(ChartNumber.grouped(1_234_567) == "1,234,567")
        #expect(ChartNumber.grouped(-1000) == "-1,000")
        #expect(ChartNumber.short(950) == "950")
        #expect(ChartNumber.short(2500) == "2.5k")
        #expect(ChartNumber.short(40_000_000) == "40M")
        #expect(ChartNumber.percent(thousandths: 5) == "0.005%")
    }
}
