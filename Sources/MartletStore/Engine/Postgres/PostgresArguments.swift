/// The arguments of one statement as libpq takes them.
struct PostgresArguments {
    private var bytes: [CChar] = []
    /// Where each argument begins in `bytes`; `nil` for null.
    private var offsets: [Int?] = []
    private var lengths: [Int32] = []
    private var formats: [Int32] = []

    /// Texts, numbers and truth values go as text, so that the server gives them the type that the statement wants;
    /// bytes go as they are.
    init(_ arguments: [SQLValue]) {
        offsets.reserveCapacity(arguments.count)
        lengths.reserveCapacity(arguments.count)
        formats.reserveCapacity(arguments.count)
        for argument in arguments { append(argument) }
    }

    private mutating func append(_ argument: SQLValue) {
        offsets.append(argument == .null ? nil : bytes.count)
        formats.append(0)
        let start = bytes.count
        switch argument {
        case .null: break
        case .integer(let value): append(text: String(value))
        case .boolean(let value): append(text: value ? "t" : "f")
        case .text(let text): append(text: text)
        case .blob(let blob):
            formats[formats.count - 1] = 1
            for byte in blob { bytes.append(CChar(bitPattern: byte)) }
        }
        lengths.append(Int32(bytes.count - start))
        bytes.append(0)
    }

    private mutating func append(text: String) {
        for byte in text.storable.utf8 { bytes.append(CChar(bitPattern: byte)) }
    }

    /// Calls `body` with the four arrays of libpq.
    func withPointers<R>(
        _ body: (Int32, UnsafePointer<UnsafePointer<CChar>?>?, UnsafePointer<Int32>?, UnsafePointer<Int32>?) -> R
    ) -> R {
        bytes.withUnsafeBufferPointer { buffer in
            let values = offsets.map { offset in offset.flatMap { buffer.baseAddress?.advanced(by: $0) } }
            return body(Int32(values.count), values, lengths, formats)
        }
    }
}
