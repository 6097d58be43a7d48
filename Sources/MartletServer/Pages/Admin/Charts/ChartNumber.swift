/// Numbers as charts write them into attributes and beside their lines.
package enum ChartNumber {
    /// Thousandths as a percentage for an attribute: 12345 is `12.345%`.
    package static func percent(thousandths: Int) -> String {
        let whole = thousandths / 1000
        let rest = String(1000 + thousandths % 1000).dropFirst()
        return "\(whole).\(rest)%"
    }

    /// Digits in groups of three, as both languages write them: `1,234,567`.
    package static func grouped(_ value: Int) -> String {
        let digits = String(value.magnitude)
        var text = ""
        for (index, digit) in digits.enumerated() {
            if index > 0, (digits.count - index) % 3 == 0 { text.append(",") }
            text.append(digit)
        }
        return value < 0 ? "-\(text)" : text
    }

    /// A short form for a grid line: `950`, `2.5k`, `40M`.
    package static func short(_ value: Int) -> String {
        let units: [(size: Int, mark: String)] = [
            (1_000_000_000_000, "T"), (1_000_000_000, "G"), (1_000_000, "M"), (1000, "k"),
        ]
        guard let unit = units.first(where: { value >= $0.size }) else { return String(value) }
        let tenths = value / (unit.size / 10)
        let fraction = tenths % 10 == 0 ? "" : ".\(tenths % 10)"
        return "\(tenths / 10)\(fraction)\(unit.mark)"
    }
}
