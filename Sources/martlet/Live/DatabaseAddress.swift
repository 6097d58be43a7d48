import Foundation
import MartletStore

/// Where the store is kept: a SQLite file, or a PostgreSQL server.
enum DatabaseAddress: Sendable, Equatable {
    /// SQLite, in this file.
    case file(String)
    /// PostgreSQL, as libpq's connection URL says.
    case postgres(String)

    /// The address that an option names: `postgres://…` or `postgresql://…`, or a SQLite file.
    ///
    /// - Throws: `CommandFailure` for an empty text and for the URL of something else.
    init(_ text: String) throws {
        guard !text.isEmpty else { throw CommandFailure("the database has no address") }
        if text.hasPrefix("postgres://") || text.hasPrefix("postgresql://") {
            self = .postgres(text)
        } else if text.contains("://") {
            // What is not known may hold a password: it is not repeated.
            throw CommandFailure("the database is a postgres:// address or the path of a SQLite file")
        } else {
            self = .file(text)
        }
    }

    /// What the operator chose: the option, else `MARTLET_DATABASE`, where no other user of the machine reads the
    /// password in it; else the SQLite file of the data folder.
    static func chosen(_ option: String?, in data: DataDirectory) throws -> DatabaseAddress {
        if let text = option ?? ProcessInfo.processInfo.environment["MARTLET_DATABASE"] {
            return try DatabaseAddress(text)
        }
        return .file(data.databasePath)
    }

    /// Takes the lock that one server of a SQLite file holds; `nil` for PostgreSQL, which any number may share.
    /// - Throws: `CommandFailure` if another server holds it.
    func lock() throws -> ServingLock? {
        guard case .file(let path) = self else { return nil }
        return try ServingLock(database: path)
    }

    /// The address without a password, for messages.
    var shown: String {
        switch self {
        case .file(let path): path
        case .postgres(let url): PostgresSettings.shown(url)
        }
    }
}
