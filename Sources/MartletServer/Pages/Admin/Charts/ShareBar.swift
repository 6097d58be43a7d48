/// One bar that is divided into shares: the geometry of a small SVG.
package struct ShareBar: Sendable, Equatable {
    /// A part of the bar.
    package struct Part: Sendable, Equatable {
        /// The CSS class that colours it, also the last word of its message key.
        package let name: String
        /// How many it stands for.
        package let count: Int
        /// Its count with digit groups.
        package let countText: String
        /// Its share of the whole in rounded percent.
        package let percent: Int
        /// Where it begins, as an SVG percentage.
        package let x: String
        /// How wide it is, as an SVG percentage.
        package let width: String
        /// Whether there is anything to draw.
        package let isVisible: Bool
    }

    /// The parts from left to right, in the given order.
    package let parts: [Part]
    /// The sum of all counts.
    package let total: Int
    /// Whether there is nothing to divide.
    package let isEmpty: Bool

    /// Divides a bar; a part with a count above 0 is never narrower than 1.5 % of it. Negative counts are taken as 0.
    package init(_ counts: [(name: String, count: Int)]) {
        let values = counts.map { max(0, $0.count) }
        let whole = values.reduce(0.0) { $0 + Double($1) }
        let raw = values.map { $0 == 0 ? 0 : max(1500, Double($0) / max(1, whole) * 100_000) }
        let sum = max(1, raw.reduce(0, +))
        var used = 0.0
        parts = zip(counts, zip(values, raw)).map { named, sizes in
            let start = Int((used / sum * 100_000).rounded())
            used += sizes.1
            let end = Int((used / sum * 100_000).rounded())
            return Part(
                name: named.name, count: sizes.0, countText: ChartNumber.grouped(sizes.0),
                percent: whole == 0 ? 0 : Int((Double(sizes.0) / whole * 100).rounded()),
                x: ChartNumber.percent(thousandths: start), width: ChartNumber.percent(thousandths: end - start),
                isVisible: sizes.0 > 0
            )
        }
        total = values.reduce(0) { $0.addingReportingOverflow($1).overflow ? Int.max : $0 + $1 }
        isEmpty = whole == 0
    }
}
