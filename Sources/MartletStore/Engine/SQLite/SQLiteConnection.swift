import CSQLite
import Foundation

/// One connection to a SQLite database, with its compiled statements.
///
/// `@unchecked Sendable` because of the C handle, which is opened without SQLite's own mutex: the lock of
/// `ReaderPool`, or of the writer's `ConnectionSlot`, lets one thread at a time hold a connection.
final class SQLiteConnection: SQLConnection, @unchecked Sendable {
    /// Dynamic filters make few dozen texts each; past this many the cache begins anew.
    private static let cachedStatements = 512

    private let database: OpaquePointer
    private var statements: [String: SQLiteStatement] = [:]
    /// How many pages the log holds after the last commit of this connection.
    var logPages = 0
    /// What SQLite said when a sync failed; `nil` as long as none did.
    private(set) var failureOfSync: String?

    /// Opens the file at `path`, or an empty database in memory for `:memory:`.
    init(path: String, isWriter: Bool) throws(StoreError) {
        _ = Self.configuration
        if isWriter, path != ":memory:" { Self.createPrivateFile(path) }
        var handle: OpaquePointer?
        let flags = SQLITE_OPEN_READWRITE | SQLITE_OPEN_NOMUTEX | (isWriter ? SQLITE_OPEN_CREATE : 0)
        let code = sqlite3_open_v2(path, &handle, flags, nil)
        guard code == SQLITE_OK, let handle else {
            let error = StoreError.sqlite(code, handle)
            sqlite3_close_v2(handle)
            throw error
        }
        database = handle
        sqlite3_extended_result_codes(handle, 1)
        sqlite3_busy_timeout(handle, Self.patience)
        csqlite_distrust(handle)
        for pragma in isWriter ? Self.writerSettings : Self.readerSettings {
            let code = sqlite3_exec(handle, pragma, nil, nil, nil)
            guard code == SQLITE_OK else { throw .sqlite(code, handle) }
        }
        if isWriter {
            noteLogPages()
            if path != ":memory:" { try Self.keepNames(besides: path) }
        }
    }

    /// Syncs the folder of the database, in which the log has just been made.
    ///
    /// SQLite does that too, after its first write, and pays no heed to the answer: on a disk that fails then, the log
    /// and all that was acknowledged could be gone after a loss of power.
    private static func keepNames(besides path: String) throws(StoreError) {
        let folder = path.lastIndex(of: "/").map { String(path[...$0]) } ?? "."
        let descriptor = open(folder, O_RDONLY | O_DIRECTORY | O_CLOEXEC)
        guard descriptor >= 0 else { throw .unavailable("the folder cannot be opened: \(errno)") }
        defer { close(descriptor) }
        guard fsync(descriptor) == 0 else { throw .unavailable("the folder cannot be synced: \(errno)") }
    }

    /// Makes a new database that its owner alone can read; the log beside it gets the same mode.
    ///
    /// Only a new one: closing a second descriptor of an open database would drop the locks of this process.
    private static func createPrivateFile(_ path: String) {
        let descriptor = open(path, O_CREAT | O_EXCL | O_RDWR, 0o600)
        if descriptor >= 0 { close(descriptor) }
    }

    deinit {
        statements.removeAll()
        sqlite3_close_v2(database)
    }

    /// How many milliseconds a statement waits for the lock of another process.
    static let patience: Int32 = 5000

    /// Settings of the library, made once before the first connection.
    private static let configuration = csqlite_stop_counting_memory()

    /// An acknowledged write survives the loss of power: `synchronous=FULL` syncs the log at every commit.
    /// Checkpoints are taken by the writer between batches, not inside somebody's commit.
    private static let writerSettings = [
        "PRAGMA journal_mode=WAL", "PRAGMA synchronous=FULL", "PRAGMA foreign_keys=ON", "PRAGMA wal_autocheckpoint=0",
        "PRAGMA secure_delete=FAST", "PRAGMA temp_store=MEMORY", "PRAGMA cache_size=-8192",
        "PRAGMA cell_size_check=ON", "PRAGMA journal_size_limit=\(GroupCommitWriter.longLog * 4096)",
    ]

    private static let readerSettings = [
        "PRAGMA query_only=ON", "PRAGMA temp_store=MEMORY", "PRAGMA cache_size=-8192", "PRAGMA cell_size_check=ON",
    ]

    func rows(_ sql: String, _ arguments: [SQLValue]) throws -> [SQLRow] {
        try noting { () throws(StoreError) in try statement(sql).rows(arguments, on: database) }
    }

    @discardableResult
    func execute(_ sql: String, _ arguments: [SQLValue]) throws -> Int {
        try noting { () throws(StoreError) in try statement(sql).execute(arguments, on: database) }
    }

    /// What failed first in the body that runs. After it nothing more is done for that body, as on PostgreSQL: one that
    /// swallows an error must not work on one engine and fail on the other.
    var failureOfBody: StoreError?

    private func noting<R>(_ work: () throws(StoreError) -> R) throws(StoreError) -> R {
        if let failureOfBody { throw failureOfBody }
        do {
            return try work()
        } catch {
            failureOfBody = error
            throw error
        }
    }

    func damage() throws -> [String] {
        let pages = try all("PRAGMA integrity_check", []) { try $0.text("integrity_check") }
        let keys = try all("PRAGMA foreign_key_check", []) { row in
            "a row of `\(try row.text("table"))` points at a missing row of `\(try row.text("parent"))`"
        }
        return pages.filter { $0 != "ok" } + keys
    }

    /// Runs a statement without arguments: `BEGIN`, `COMMIT` and their like.
    func run(_ sql: String) throws(StoreError) {
        do {
            _ = try statement(sql).execute([], on: database)
        } catch {
            noteFailedSync(sqlite3_extended_errcode(database))
            throw error
        }
    }

    /// Remembers `code` if it says that a sync failed.
    private func noteFailedSync(_ code: Int32) {
        // SQLITE_IOERR_FSYNC and SQLITE_IOERR_DIR_FSYNC, which are no constants to Swift.
        guard [SQLITE_IOERR | 4 << 8, SQLITE_IOERR | 5 << 8].contains(code) else { return }
        failureOfSync = "SQLite \(code): \(sqlite3_errmsg(database).map { String(cString: $0) } ?? "")"
    }

    /// Whether a transaction is open; SQLite ends one by itself when the disk fails or is full.
    var isInTransaction: Bool { sqlite3_get_autocommit(database) == 0 }

    /// Keeps `logPages` up to date; SQLite calls back after each commit, on the thread that holds the connection.
    private func noteLogPages() {
        sqlite3_wal_hook(
            database,
            { context, _, _, pages in
                guard let context else { return SQLITE_OK }
                Unmanaged<SQLiteConnection>.fromOpaque(context).takeUnretainedValue().logPages = Int(pages)
                return SQLITE_OK
            }, Unmanaged.passUnretained(self).toOpaque())
    }

    /// Moves what it can of the log into the database without waiting for readers.
    ///
    /// A failure is left to the next attempt: the log keeps everything until then. A failed sync is noted.
    func checkpoint() {
        noteFailedSync(sqlite3_wal_checkpoint_v2(database, nil, SQLITE_CHECKPOINT_PASSIVE, nil, nil))
    }

    /// Moves all of the log into the database and makes it empty, waiting `milliseconds` for whoever reads an older
    /// state; says whether that succeeded.
    func emptyLog(waiting milliseconds: Int32) -> Bool {
        sqlite3_busy_timeout(database, milliseconds)
        defer { sqlite3_busy_timeout(database, Self.patience) }
        let code = sqlite3_wal_checkpoint_v2(database, nil, SQLITE_CHECKPOINT_TRUNCATE, nil, nil)
        noteFailedSync(code)
        if code == SQLITE_OK { logPages = 0 }
        return code == SQLITE_OK
    }

    /// What a quick look over the pages of the file finds broken, a sentence each. It reads the whole file, but compares
    /// no index with its table.
    func quickDamage() throws -> [String] {
        try all("PRAGMA quick_check(10)", []) { try $0.text("quick_check") }.filter { $0 != "ok" }
    }

    private func statement(_ sql: String) throws(StoreError) -> SQLiteStatement {
        if let statement = statements[sql] { return statement }
        if statements.count >= Self.cachedStatements { statements.removeAll() }
        let statement = try SQLiteStatement(sql, on: database)
        statements[sql] = statement
        return statement
    }
}
