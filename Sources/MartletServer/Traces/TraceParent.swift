import MartletDirectory

/// The `traceparent` header of W3C Trace Context, level 1: `00-{32 digits}-{16 digits}-{2 digits}`.
struct TraceParent: Sendable, Equatable {
    /// The trace, 16 bytes.
    let trace: [UInt8]
    /// The span that the request is a part of, 8 bytes.
    let span: [UInt8]
    /// Whether whoever sent it keeps the trace.
    let isSampled: Bool

    /// Reads the header; `nil` for one that is not of this form.
    init?(_ header: String) {
        let parts = header.split(separator: "-", omittingEmptySubsequences: false)
        guard header.utf8.count == 55, parts.count == 4, parts[0] == "00",
            let trace = Self.bytes(parts[1], count: 16), let span = Self.bytes(parts[2], count: 8),
            let flags = Self.bytes(parts[3], count: 1), trace.contains(where: { $0 != 0 }),
            span.contains(where: { $0 != 0 })
        else { return nil }
        self.trace = trace
        self.span = span
        isSampled = flags[0] & 1 == 1
    }

    private static func bytes(_ text: Substring, count: Int) -> [UInt8]? {
        let digits = text.utf8.compactMap(Hexadecimal.value)
        guard digits.count == text.utf8.count, digits.count == 2 * count, text.lowercased() == text else { return nil }
        return (0..<count).map { digits[2 * $0] << 4 | digits[2 * $0 + 1] }
    }
}
