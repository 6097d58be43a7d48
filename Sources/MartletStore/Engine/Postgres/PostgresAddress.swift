import CPostgres

/// What a connection string says, parameter by parameter, as libpq itself reads it.
struct PostgresAddress {
    private let values: [String: String]

    /// Reads a URL or a `key=value` string; one that libpq cannot read says nothing.
    init(_ text: String) {
        var values: [String: String] = [:]
        var message: UnsafeMutablePointer<CChar>?
        let options = PQconninfoParse(text, &message)
        // The message repeats the text, which may hold a password.
        if let message { PQfreemem(message) }
        var next = options
        while let option = next, let keyword = option.pointee.keyword {
            if let value = option.pointee.val { values[String(cString: keyword)] = String(cString: value) }
            next = option.advanced(by: 1)
        }
        PQconninfoFree(options)
        self.values = values
    }

    /// The value of a parameter, or `nil` where the text does not name it.
    subscript(_ keyword: String) -> String? { values[keyword] }

    /// Whether libpq could read anything.
    var isReadable: Bool { !values.isEmpty }
}
