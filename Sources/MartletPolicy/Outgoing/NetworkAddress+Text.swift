extension NetworkAddress {
    /// The address as text: dotted decimal, or eight groups of hexadecimal digits without abbreviation.
    package var text: String {
        switch self {
        case .four(let bytes): bytes.map { String($0) }.joined(separator: ".")
        case .six(let bytes):
            stride(from: 0, to: 16, by: 2).map { index in
                String(UInt16(bytes[index]) << 8 | UInt16(bytes[index + 1]), radix: 16)
            }.joined(separator: ":")
        }
    }
}
