import MartletDirectory

/// Digests in a text column: hexadecimal, separated by commas.
enum DigestsColumn {
    /// The text for `digests`; empty for none.
    static func text(_ digests: [[UInt8]]) -> String {
        digests.map { Hexadecimal.text(of: $0) }.joined(separator: ",")
    }

    /// Reads the text; `nil` if it is not of this form.
    static func digests(_ text: String) -> [[UInt8]]? {
        var digests: [[UInt8]] = []
        for item in text.utf8.split(separator: UInt8(ascii: ",")) {
            guard item.count.isMultiple(of: 2) else { return nil }
            var digest: [UInt8] = []
            var high: UInt8?
            for digit in item {
                guard let value = Hexadecimal.value(of: digit) else { return nil }
                if let first = high {
                    digest.append(first << 4 | value)
                    high = nil
                } else {
                    high = value
                }
            }
            digests.append(digest)
        }
        return digests
    }
}

extension SQLRow {
    /// Digests in the form of `DigestsColumn`.
    mutating func digests(_ name: String) throws -> [[UInt8]] {
        guard let digests = DigestsColumn.digests(try text(name)) else {
            throw StoreError.unexpectedColumn("column `\(name)` does not hold digests")
        }
        return digests
    }
}
