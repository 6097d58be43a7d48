import CPostgres
import Foundation

extension PostgresLink {
    /// The oldest server whose behaviour is known: 14, which knows pipelines' needs and transaction status by number.
    private static let oldestServer = 140_000

    /// Makes a connection, within the settings' deadline, and prepares the server's end of it.
    ///
    /// Of several servers each has its share of the time, so that one that is dead does not stand for all; the one that
    /// answered last, as `reachability` knows, comes first.
    static func open(
        _ settings: PostgresSettings, _ reachability: PostgresReachability? = nil
    ) throws(PostgresFailure) -> PostgresLink {
        let address = PostgresAddress(settings.address)
        // What libpq says of an address that it cannot read repeats it, with the password.
        guard address.isReadable else {
            throw .lost("the address of the database cannot be read as a PostgreSQL connection URL")
        }
        guard address.saysEncryption || !address.namesService else {
            throw .lost("the address of the database names a service; say sslmode= in the address too")
        }
        let deadline = PostgresDeadline(in: min(settings.exchangeDeadline, .seconds(5)))
        let servers = address.servers
        var failure = PostgresFailure.late("no connection was made")
        for turn in servers.indices {
            let index = (turn + (reachability?.lastServer ?? 0)) % servers.count
            let share = PostgresDeadline(in: .milliseconds(Int(deadline.milliseconds) / (servers.count - turn)))
            do throws(PostgresFailure) {
                let link = try open(servers[index], address, settings, until: share)
                reachability?.answered(by: index)
                return link
            } catch {
                // A server that is there and cannot be used tells more than one that is not there.
                if case .late = error, turn > 0 { continue }
                failure = error
            }
        }
        throw failure
    }

    private static func open(
        _ server: [(String, String)], _ address: PostgresAddress, _ settings: PostgresSettings,
        until deadline: PostgresDeadline
    ) throws(PostgresFailure) -> PostgresLink {
        guard let handle = start(server, address, settings) else { throw .lost("no memory for a connection") }
        // Before the first poll the socket must be ready to write, or libpq takes a connection for made that is not.
        var status = PQstatus(handle) == CONNECTION_BAD ? PGRES_POLLING_FAILED : PGRES_POLLING_WRITING
        while true {
            switch status {
            case PGRES_POLLING_OK:
                let link = try PostgresLink(handle, patience: settings.exchangeDeadline)
                try link.greet(settings)
                return link
            case PGRES_POLLING_READING:
                try wait(handle, for: POLLIN, until: deadline)
            case PGRES_POLLING_WRITING:
                try wait(handle, for: POLLOUT, until: deadline)
            default:
                let message = message(handle)
                PQfinish(handle)
                throw .lost(message)
            }
            status = PQconnectPoll(handle)
        }
    }

    private static func wait(
        _ handle: OpaquePointer, for events: Int32, until deadline: PostgresDeadline
    )
        throws(PostgresFailure)
    {
        // The socket changes while libpq tries one address after the other.
        guard wait(PQsocket(handle), for: events, until: deadline) else {
            PQfinish(handle)
            throw .late("no connection was made")
        }
    }

    /// Begins to connect. What is said before the address can be overruled by it, what is said behind it cannot: by the
    /// name, commands that want the store for themselves know a node.
    private static func start(
        _ server: [(String, String)], _ address: PostgresAddress, _ settings: PostgresSettings
    ) -> OpaquePointer? {
        var parameters = [
            ("target_session_attrs", "read-write"), ("connect_timeout", "5"), ("keepalives_idle", "5"),
            ("keepalives_interval", "2"), ("keepalives_count", "2"), ("tcp_user_timeout", "5000"),
        ]
        if wantsEncryption(address) { parameters.append(("sslmode", "require")) }
        parameters += [
            ("dbname", settings.address), ("application_name", settings.name), ("client_encoding", "UTF8"),
        ]
        parameters += server
        let keys = parameters.map { strdup($0.0) } + [nil]
        let values = parameters.map { strdup($0.1) } + [nil]
        defer { for text in keys + values { free(text) } }
        return PQconnectStartParams(keys.map { UnsafePointer($0) }, values.map { UnsafePointer($0) }, 1)
    }

    /// A password and everybody's sessions do not cross a network in the clear because nobody said anything: without
    /// a word on `sslmode`, only a socket or this machine itself may be spoken to without TLS.
    static func wantsEncryption(_ address: PostgresAddress) -> Bool {
        guard !address.saysEncryption else { return false }
        return !address.destinations.allSatisfy {
            $0.hasPrefix("/") || ["localhost", "127.0.0.1", "::1"].contains($0)
        }
    }

    /// Sets up the session and looks at whom it speaks to.
    private func greet(_ settings: PostgresSettings) throws(PostgresFailure) {
        let seconds = { (duration: Duration) in "\(duration.components.seconds)s" }
        var values = [
            // The server stops a little later than this side gives up, so that this side knows what happened.
            ("statement_timeout", seconds(settings.exchangeDeadline + .seconds(1))),
            ("lock_timeout", seconds(settings.exchangeDeadline)),
            ("idle_in_transaction_session_timeout", seconds(settings.idleDeadline)),
            ("client_min_messages", "error"), ("jit", "off"), ("bytea_output", "hex"),
        ]
        if let schema = settings.schema { values.append(("search_path", schema)) }
        if settings.prefersIndexes { values += [("enable_seqscan", "off"), ("enable_bitmapscan", "off")] }
        let list = values.indices.map { "set_config($\(2 * $0 + 1), $\(2 * $0 + 2), false)" }.joined(separator: ", ")
        let answers = try exchange([
            Statement(
                sql: "SELECT \(list)", arguments: values.flatMap { [.text($0.0), .text($0.1)] }, isKept: false),
            // An acknowledged write survives the loss of power, whatever the server's default is.
            Statement(
                sql: """
                    SELECT CASE current_setting('synchronous_commit') WHEN 'off'
                        THEN set_config('synchronous_commit', 'on', false) END
                    """, isKept: false),
            Statement(
                sql: """
                    SELECT current_setting('server_version_num')::bigint AS version, pg_is_in_recovery() AS is_standby,
                        current_setting('server_encoding') AS encoding,
                        \(PostgresTimeline.columns)
                    """, isKept: false),
        ])
        do {
            guard var row = answers.last?.rows.first else { return }
            let version = try row.number("version")
            guard version >= Self.oldestServer else {
                throw PostgresFailure.refused(
                    .unavailable("PostgreSQL 14 or newer is needed; this is \(version / 10_000)"))
            }
            guard try !row.boolean("is_standby") else { throw PostgresFailure.lost("the server is a standby") }
            timeline = try PostgresTimeline(&row)
            let encoding = try row.text("encoding")
            guard encoding == "UTF8" else {
                throw PostgresFailure.refused(
                    .unavailable("the database is encoded in \(encoding); create one with ENCODING 'UTF8'"))
            }
        } catch let failure as PostgresFailure {
            throw failure
        } catch {
            throw .lost("the server did not say what it is")
        }
    }
}
