/// The vertical scale of a chart: a round top and round steps, for any counts.
package struct ChartScale: Sendable, Equatable {
    /// The value at the upper edge; at least 1.
    package let top: Int
    /// The values of the grid lines from the lowest, without 0; the last one is `top`.
    package let lines: [Int]

    /// A scale that holds `maximum`, with two to five steps of 1, 2 or 5 times a power of ten.
    ///
    /// A maximum of 0 or less makes the scale of an empty chart, with one line at 1.
    package init(holding maximum: Int) {
        // Beyond this a sum of steps would overflow; such columns all end at the top.
        let maximum = min(maximum, Int.max / 50)
        var step = 1
        var factor = 0
        while Self.steps(of: step, in: maximum) > 4 {
            // 1 → 2 → 5 → 10 → …
            step = factor % 3 == 1 ? step / 2 * 5 : step * 2
            factor += 1
        }
        let count = max(1, Self.steps(of: step, in: maximum))
        top = step * count
        lines = (1...count).map { $0 * step }
    }

    /// The height of `value` where `top` is `height` tall; a value above 0 is at least one unit tall.
    package func height(of value: Int, in height: Int) -> Int {
        guard value > 0 else { return 0 }
        let share = Double(min(value, top)) / Double(top)
        return max(1, Int((share * Double(height)).rounded()))
    }

    private static func steps(of step: Int, in maximum: Int) -> Int {
        guard maximum > 0 else { return 0 }
        return (maximum - 1) / step + 1
    }
}
