import ArgumentParser

/// The option that says where the store is kept.
struct DatabaseOptions: ParsableArguments {
    @Option(
        help: ArgumentHelp(
            "A PostgreSQL server, postgres://user@host/name, instead of the SQLite file in the data folder. "
                + "MARTLET_DATABASE does the same, and keeps a password out of the list of processes.",
            valueName: "url"))
    var database: String?

    /// Where the store is kept.
    func address(in data: DataDirectory) throws -> DatabaseAddress {
        try DatabaseAddress.chosen(database, in: data)
    }

    /// Whether other nodes can use the store: a file is one node's.
    func isShared(in data: DataDirectory) throws -> Bool {
        if case .postgres = try address(in: data) { true } else { false }
    }
}
