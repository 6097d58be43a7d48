import MartletDirectory

/// Sign-ins over time as stacked columns, with the legacy attempts in a lane of their own below: the geometry of an SVG.
///
/// Widths are percentages of the drawing and heights are pixels, so the chart fills any width and its text never shrinks.
package struct SignInChart: Sendable, Equatable {
    /// One grid line with its number.
    package struct Line: Sendable, Equatable {
        /// Pixels from the top.
        package let y: Int
        /// Where the baseline of its number is.
        package let labelY: Int
        /// The number in short form.
        package let label: String
    }

    /// One day.
    package struct Column: Sendable, Equatable {
        /// The day in UTC, `2026-11-21`.
        package let date: String
        /// The day as the axis writes it.
        package let label: String
        /// Whether the axis names this day at all.
        package let isNamed: Bool
        /// Whether the name may be left out where there is little room.
        package let isMinor: Bool
        /// The left edge of the column's slot.
        package let slotX: String
        /// The width of the column's slot.
        package let slotWidth: String
        /// The left edge of the column.
        package let x: String
        /// The width of the column.
        package let width: String
        /// The middle of the column.
        package let middle: String
        /// The stacked pieces, from the bottom up; pieces of 0 are left out.
        package let pieces: [Piece]
        /// The legacy attempts in their lane, if any.
        package let legacy: Piece?
        /// The counts with digit groups, for the tip and the table.
        package let counts: Counts
    }

    /// One piece of a column.
    package struct Piece: Sendable, Equatable {
        /// `success`, `interrupted`, `failure` or `legacy`: the CSS class.
        package let name: String
        /// Pixels from the top.
        package let y: Int
        /// Pixels.
        package let height: Int
    }

    /// The four counts of a day as text.
    package struct Counts: Sendable, Equatable {
        package let success: String
        package let interrupted: String
        package let failure: String
        package let legacy: String
    }

    /// The days, oldest first.
    package let columns: [Column]
    /// The grid, lowest line first, without the base line.
    package let lines: [Line]
    /// The sums over all days, with digit groups.
    package let totals: Counts
    /// Whether there was no sign-in at all.
    package let isEmpty: Bool
    /// Where the base line is.
    package let baseY = SignInChart.plotTop + SignInChart.plotHeight
    /// Where the baseline of the day names is.
    package let axisY = SignInChart.plotTop + SignInChart.plotHeight + 18
    /// Where the legacy lane ends.
    package let laneY = SignInChart.laneTop + SignInChart.laneHeight
    /// Where the baseline of the lane's name is.
    package let laneLabelY = SignInChart.laneTop - 6
    /// The height of the whole drawing.
    package let height = SignInChart.laneTop + SignInChart.laneHeight + 2

    private static let plotTop = 14
    private static let plotHeight = 176
    private static let laneTop = plotTop + plotHeight + 48
    private static let laneHeight = 22

    /// Draws `days`; `dayLabel` writes a day for the axis.
    package init(days: [SignInDay], dayLabel: (Timestamp) -> String) {
        let scale = ChartScale(holding: days.map(Self.sum).max() ?? 0)
        let lane = ChartScale(holding: days.map(\.legacy).max() ?? 0)
        let slot = 100_000 / max(1, days.count)
        let width = min(slot * 7 / 10, 6000)
        let stride = max(1, (days.count + 5) / 6)
        columns = days.enumerated().map { index, day in
            let start = index * slot
            let fromEnd = days.count - 1 - index
            return Column(
                date: day.day.dateForm, label: dayLabel(day.day), isNamed: fromEnd % stride == stride / 2,
                isMinor: fromEnd / stride % 2 == 1,
                slotX: ChartNumber.percent(thousandths: start), slotWidth: ChartNumber.percent(thousandths: slot),
                x: ChartNumber.percent(thousandths: start + (slot - width) / 2),
                width: ChartNumber.percent(thousandths: width),
                middle: ChartNumber.percent(thousandths: start + slot / 2),
                pieces: Self.stack(day, scale: scale), legacy: Self.legacyPiece(day, scale: lane),
                counts: Self.counts([day])
            )
        }
        lines = scale.lines.map { value in
            let y = Self.plotTop + Self.plotHeight - scale.height(of: value, in: Self.plotHeight)
            return Line(y: y, labelY: y + 4, label: ChartNumber.short(value))
        }
        totals = Self.counts(days)
        isEmpty = days.allSatisfy { Self.sum($0) == 0 && $0.legacy == 0 }
    }

    private static func sum(_ day: SignInDay) -> Int { total([day.success, day.interrupted, day.failure]) }

    /// Adds without overflow, so that no log can break the page.
    private static func total(_ values: [Int]) -> Int {
        values.reduce(0) { sum, value in
            let (result, overflow) = sum.addingReportingOverflow(max(0, value))
            return overflow ? Int.max : result
        }
    }

    private static func stack(_ day: SignInDay, scale: ChartScale) -> [Piece] {
        var floor = plotTop + plotHeight
        var pieces: [Piece] = []
        for (name, count) in [
            ("success", day.success), ("interrupted", day.interrupted), ("failure", day.failure),
        ] where count > 0 {
            let height = max(2, scale.height(of: count, in: plotHeight))
            floor -= height
            pieces.append(Piece(name: name, y: max(0, floor), height: height))
        }
        return pieces
    }

    private static func legacyPiece(_ day: SignInDay, scale: ChartScale) -> Piece? {
        guard day.legacy > 0 else { return nil }
        let height = max(5, scale.height(of: day.legacy, in: laneHeight))
        return Piece(name: "legacy", y: laneTop + laneHeight - height, height: height)
    }

    private static func counts(_ days: [SignInDay]) -> Counts {
        Counts(
            success: ChartNumber.grouped(total(days.map(\.success))),
            interrupted: ChartNumber.grouped(total(days.map(\.interrupted))),
            failure: ChartNumber.grouped(total(days.map(\.failure))),
            legacy: ChartNumber.grouped(total(days.map(\.legacy)))
        )
    }
}
