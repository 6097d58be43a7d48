import CPostgres
import Foundation

/// One connection to a PostgreSQL server, used by one thread: it sends and waits, but never past its deadline.
///
/// It is always in libpq's pipeline mode: an exchange is any number of statements that travel together and cost one
/// round trip. Statements are prepared at their first use and kept by their text.
final class PostgresLink {
    /// One statement of an exchange.
    struct Statement {
        let sql: String
        var arguments: [SQLValue] = []
        /// Whether it is worth preparing; what is said once is not.
        var isKept = true
    }

    /// Past so many prepared statements the connection forgets them all.
    private static let keptStatements = 512

    let handle: OpaquePointer
    /// The history that the server writes; it is the same for as long as the connection lasts.
    var timeline = PostgresTimeline(cluster: "-", number: 0)
    /// The mark of the server's last crash; it is the same for as long as the connection lasts.
    var crashMark = ""
    /// How long one exchange may take.
    var patience: Duration
    private var names: [String: (name: String, columns: SQLColumns?)] = [:]
    private var nextName = 0

    /// Wraps a connection that is open and idle.
    init(_ handle: OpaquePointer, patience: Duration) throws(PostgresFailure) {
        self.handle = handle
        self.patience = patience
        guard PQsetnonblocking(handle, 1) == 0, PQenterPipelineMode(handle) == 1 else {
            throw .lost(Self.message(handle))
        }
    }

    deinit { PQfinish(handle) }

    /// Sends the statements, waits for all answers, and returns them in order.
    ///
    /// A failure of one makes the server skip the rest, and is what is thrown.
    @discardableResult
    func exchange(_ statements: [Statement]) throws(PostgresFailure) -> [Answer] {
        if names.count >= Self.keptStatements { try forgetStatements() }
        let deadline = PostgresDeadline(in: patience)
        var prepared: [Bool] = []
        for statement in statements { prepared.append(try send(statement)) }
        guard PQpipelineSync(handle) == 1 else { throw .lost(Self.message(handle)) }
        var answers: [Answer] = []
        var failure: PostgresFailure?
        for (statement, isNew) in zip(statements, prepared) {
            if isNew {
                let result = try take(until: deadline, noting: &failure)
                if result == nil { names[statement.sql] = nil }
                PQclear(result)
            }
            guard let result = try take(until: deadline, noting: &failure) else { continue }
            defer { PQclear(result) }
            do throws(StoreError) {
                answers.append(try answer(result, to: statement))
            } catch {
                failure = .refused(error)
            }
        }
        let sync = try next(until: deadline)
        PQclear(sync)
        if let failure { throw failure }
        return answers
    }

    /// What the server said to one statement.
    struct Answer {
        var rows: [SQLRow]
        var changed: Int
        /// The tag of the command, such as `COMMIT` or `ROLLBACK`.
        var command: String
    }

    /// Whether the other side is still there, as far as this side has heard; asked while nothing is under way.
    var isThere: Bool {
        // The server's farewell comes first, the end of the connection behind it.
        for _ in 0..<2 where Self.wait(PQsocket(handle), for: POLLIN, until: PostgresDeadline(in: .zero)) {
            guard PQconsumeInput(handle) == 1 else { return false }
        }
        return PQstatus(handle) == CONNECTION_OK
    }

    // MARK: Sending

    /// Queues a statement, preparing it first if it is kept and new; says whether it was new.
    private func send(_ statement: Statement) throws(PostgresFailure) -> Bool {
        let arguments = PostgresArguments(statement.arguments)
        guard statement.isKept else {
            try queued(
                arguments.withPointers { count, values, lengths, formats in
                    PQsendQueryParams(handle, statement.sql, count, nil, values, lengths, formats, 1)
                })
            return false
        }
        let isNew = names[statement.sql] == nil
        let name = names[statement.sql]?.name ?? "s\(nextName)"
        if isNew {
            nextName += 1
            names[statement.sql] = (name, nil)
            try queued(PQsendPrepare(handle, name, statement.sql, 0, nil))
        }
        try queued(
            arguments.withPointers { count, values, lengths, formats in
                PQsendQueryPrepared(handle, name, count, values, lengths, formats, 1)
            })
        return isNew
    }

    private func queued(_ code: Int32) throws(PostgresFailure) {
        guard code == 1 else { throw .lost(Self.message(handle)) }
    }

    private func forgetStatements() throws(PostgresFailure) {
        names = [:]
        try exchange([Statement(sql: "DEALLOCATE ALL", isKept: false)])
    }

    // MARK: Receiving

    /// Takes the one result of a statement and the end mark after it; `nil` if the statement failed or was skipped.
    private func take(
        until deadline: PostgresDeadline, noting failure: inout PostgresFailure?
    ) throws(PostgresFailure) -> OpaquePointer? {
        guard let result = try next(until: deadline) else { throw .lost(Self.message(handle)) }
        let status = PQresultStatus(result)
        let isGood = status == PGRES_TUPLES_OK || status == PGRES_COMMAND_OK
        if !isGood {
            defer { PQclear(result) }
            if status != PGRES_PIPELINE_ABORTED, failure == nil { failure = PostgresFailure(result) }
            if PQstatus(handle) == CONNECTION_BAD { throw failure ?? .lost(Self.message(handle)) }
        }
        let end = try next(until: deadline)
        guard end == nil else {
            PQclear(end)
            throw .lost("the answers are out of step")
        }
        return isGood ? result : nil
    }

    private func next(until deadline: PostgresDeadline) throws(PostgresFailure) -> OpaquePointer? {
        while true {
            let unsent = PQflush(handle)
            guard unsent >= 0 else { throw .lost(Self.message(handle)) }
            if unsent == 0, PQisBusy(handle) == 0 { return PQgetResult(handle) }
            try wait(for: unsent > 0 ? POLLIN | POLLOUT : POLLIN, until: deadline)
            guard PQconsumeInput(handle) == 1 else { throw .lost(Self.message(handle)) }
        }
    }

    private func wait(for events: Int32, until deadline: PostgresDeadline) throws(PostgresFailure) {
        guard Self.wait(PQsocket(handle), for: events, until: deadline) else {
            throw .late("no answer within \(patience)")
        }
    }

    /// Waits until the socket is ready; `false` when the deadline passes first.
    static func wait(_ socket: Int32, for events: Int32, until deadline: PostgresDeadline) -> Bool {
        while true {
            var descriptor = pollfd(fd: socket, events: Int16(events), revents: 0)
            let code = poll(&descriptor, 1, deadline.milliseconds)
            if code > 0 { return true }
            if code == 0 || errno != EINTR { return false }
            if deadline.hasPassed { return false }
        }
    }

    private func answer(_ result: OpaquePointer, to statement: Statement) throws(StoreError) -> Answer {
        let reader = PostgresRows(result, columns: statement.isKept ? names[statement.sql]?.columns : nil)
        if statement.isKept { names[statement.sql]?.columns = reader.columns }
        return Answer(
            rows: try reader.all(), changed: Int(String(cString: PQcmdTuples(result))) ?? 0,
            command: String(cString: PQcmdStatus(result)))
    }

    /// What libpq says about the connection, in one line.
    static func message(_ handle: OpaquePointer?) -> String {
        let text = PQerrorMessage(handle).map { String(cString: $0) } ?? ""
        let line = text.split(whereSeparator: \.isNewline).joined(separator: "; ")
        return line.isEmpty ? "no reason was given" : line
    }
}
