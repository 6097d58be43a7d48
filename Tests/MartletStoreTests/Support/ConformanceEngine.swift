import Foundation
import Synchronization
import Testing

@testable import MartletStore

/// An engine that the conformance suites run against; a new engine adds one case to `all`.
struct ConformanceEngine: Sendable, CustomTestStringConvertible {
    let name: String
    /// A new engine over an empty database in the given folder.
    let make: @Sendable (_ folder: String) throws -> any SQLEngine

    var testDescription: String { name }

    static let all = sqlite + postgres

    private static let sqlite = [
        ConformanceEngine(name: "SQLite in memory") { _ in try SQLiteEngine(path: ":memory:") },
        ConformanceEngine(name: "SQLite in a file") { folder in try SQLiteEngine(path: folder + "/store.db") },
    ]

    /// Where `scripts/with-postgres` started a server: `scripts/test` always does.
    static let postgres =
        postgresAddress.map { address in
            [
                ConformanceEngine(name: "PostgreSQL") { _ in
                    var settings = PostgresSettings(address: try newSchema(at: address), connections: 6)
                    // A thousand writers of one row are slow on purpose, and every suite runs at once on few cores; what is
                    // late is another suite's matter.
                    settings.queueDeadline = .seconds(120)
                    settings.exchangeDeadline = .seconds(120)
                    settings.idleDeadline = .seconds(120)
                    return try PostgresEngine(settings)
                }
            ]
        } ?? []

    /// libpq's connection string of the tests' server.
    static let postgresAddress = ProcessInfo.processInfo.environment["MARTLET_TEST_POSTGRES"]

    private static let schemas = Atomic<Int>(0)

    /// Makes an empty schema and returns the connection string that leads into it; the server ends with the tests.
    static func newSchema(at address: String) throws -> String {
        let number = schemas.add(1, ordering: .relaxed).newValue
        let name = "test_\(ProcessInfo.processInfo.processIdentifier)_\(number)"
        try PostgresLink.open(.patient(address: address))
            .exchange([PostgresLink.Statement(sql: "CREATE SCHEMA \(name)", isKept: false)])
        return "\(address) options='-c search_path=\(name)'"
    }

    /// Runs `body` on a migrated store, and closes it.
    func withStore(_ body: (Store) async throws -> Void) async throws {
        try await withEngine { engine in
            let store = Store(engine: engine)
            try await store.migrate()
            try await body(store)
        }
    }

    /// Runs `body` on a migrated store that holds one tenant, its user, an app and a session of the user.
    func withSample(_ body: (Store) async throws -> Void) async throws {
        try await withStore { store in
            try await store.write { try Sample.fill($0) }
            try await body(store)
        }
    }

    /// Runs `body` on an empty database, closes it and removes its files.
    func withEngine(_ body: (any SQLEngine) async throws -> Void) async throws {
        try await withTemporaryFolder { folder in
            let engine = try make(folder)
            do {
                try await body(engine)
            } catch {
                await engine.close()
                throw error
            }
            await engine.close()
        }
    }
}

/// Runs `body` with a new empty folder and removes it.
func withTemporaryFolder(_ body: (String) async throws -> Void) async throws {
    var template = Array((NSTemporaryDirectory() + "/martlet-store-XXXXXX").utf8CString)
    let folder = String(cString: try #require(mkdtemp(&template)))
    defer { try? FileManager.default.removeItem(atPath: folder) }
    try await body(folder)
}
