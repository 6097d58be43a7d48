import CPostgres

/// What can go wrong between this program and the server, sorted by what may be done about it.
enum PostgresFailure: Error {
    /// The server refused the statement; the connection is good once the transaction is undone.
    case refused(StoreError)
    /// Another transaction was in the way (SQLSTATE 40001, 40P01): nothing was done, and running again may work.
    case collision(String)
    /// The connection is gone. Unless `COMMIT` was on its way, nothing was done.
    case lost(String)
    /// The server did not answer in time; the connection is given up.
    case late(String)

    /// The error that callers see when nothing more is tried.
    var storeError: StoreError {
        switch self {
        case .refused(let error): error
        case .collision(let message): .unavailable("others were in the way too often: \(message)")
        case .lost(let message): .unavailable("the connection to PostgreSQL was lost: \(message)")
        case .late(let message): .unavailable("PostgreSQL did not answer in time: \(message)")
        }
    }

    /// Whether the connection cannot be used any more.
    var endsConnection: Bool {
        switch self {
        case .refused, .collision: false
        case .lost, .late: true
        }
    }

    /// The failure that a result of the server reports.
    ///
    /// Only the code, the message and the constraint's name are kept: the detail holds values of rows.
    init(_ result: OpaquePointer?) {
        let code = Self.field(result, UInt8(ascii: "C")) ?? "?????"
        var message = "PostgreSQL \(code): \(Self.field(result, UInt8(ascii: "M")) ?? "no message")"
        if let constraint = Self.field(result, UInt8(ascii: "n")) { message += " (\(constraint))" }
        switch code {
        case "40001", "40P01":
            self = .collision(message)
        // The server goes down, came back, or ended this connection; a prepared statement of a pooler that is gone.
        case "57P01", "57P02", "57P03", "57P05", "25P03", "25006", "26000", "0A000":
            self = .lost(message)
        case _ where code.hasPrefix("08"):
            self = .lost(message)
        case _ where code.hasPrefix("23"):
            self = .refused(.conflict(message))
        default:
            self = .refused(.unavailable(message))
        }
    }

    private static func field(_ result: OpaquePointer?, _ name: UInt8) -> String? {
        PQresultErrorField(result, Int32(name)).map { String(cString: $0) }
    }
}
