/// Which history a server writes: its cluster, and the timeline in it, which changes when a replica is promoted and when
/// the cluster is put back to an earlier moment.
struct PostgresTimeline: Sendable, Equatable {
    /// The cluster's own number, which a replica shares and a new cluster does not.
    let cluster: String
    /// 1 for a cluster that has never failed over.
    let number: Int

    /// How it is written down and told to the operator.
    var name: String { "\(cluster)/\(number)" }

    /// Whether this history had been left for `other`: a server that still writes it has been replaced.
    func isBehind(_ other: PostgresTimeline) -> Bool { cluster == other.cluster && number < other.number }

    /// What the server is asked. A standby cannot answer, and whoever may not ask for the cluster goes without.
    static let columns = """
        CASE WHEN has_function_privilege('pg_control_system()', 'execute')
            THEN (SELECT CAST(system_identifier AS TEXT) FROM pg_control_system()) ELSE '-' END AS cluster,
        CASE WHEN pg_is_in_recovery() THEN '00000000'
            ELSE substr(pg_walfile_name(pg_current_wal_insert_lsn()), 1, 8) END AS timeline
        """

    /// Reads a row with `columns`.
    init(_ row: inout SQLRow) throws {
        cluster = try row.text("cluster")
        number = Int(try row.text("timeline"), radix: 16) ?? 0
    }

    /// A timeline that is known.
    init(cluster: String, number: Int) {
        self.cluster = cluster
        self.number = number
    }
}
