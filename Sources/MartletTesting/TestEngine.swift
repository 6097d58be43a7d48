import Foundation
import MartletStore
import Synchronization

/// The engine under whole installations in tests: SQLite in memory, or, with `MARTLET_TEST_HOUSES=postgres` beside
/// `MARTLET_TEST_POSTGRES`, a schema of its own on that server. Every test of the house runs on either.
package enum TestEngine {
    private static let schemas = Atomic<Int>(0)

    /// A new engine over an empty database.
    /// - Throws: `StoreError.unavailable`.
    package static func make() async throws -> any SQLEngine {
        let environment = ProcessInfo.processInfo.environment
        guard environment["MARTLET_TEST_HOUSES"] == "postgres", let address = environment["MARTLET_TEST_POSTGRES"]
        else { return try SQLiteEngine(path: ":memory:") }
        // Hundreds of houses at once are no load to measure deadlines under.
        var settings = PostgresSettings(address: try await newSchema(at: address), connections: 4)
        settings.exchangeDeadline = .seconds(120)
        settings.queueDeadline = .seconds(120)
        return try PostgresEngine(settings)
    }

    /// Makes an empty schema and returns the connection string that leads into it; the server ends with the tests.
    package static func newSchema(at address: String) async throws -> String {
        let number = schemas.add(1, ordering: .relaxed).newValue
        let name = "house_\(ProcessInfo.processInfo.processIdentifier)_\(number)"
        let engine = try PostgresEngine(.patient(address: address))
        try await engine.write { try $0.execute("CREATE SCHEMA \(name)", []) }
        await engine.close()
        return "\(address) options='-c search_path=\(name)'"
    }
}
