import MartletDirectory
import MartletStore
import Synchronization
import Testing

@testable import MartletActions

@Suite struct `Numbers of large organisations` {
    private let figures = LargeFigures()
    private let tenant: ID<Tenant> = ID("11111111-1111-4111-8111-111111111111")

    private func count(_ value: Int, rows: Int, at: Timestamp, under: String = "") async throws -> (Int, Timestamp?) {
        let store = Store(engine: try SQLiteEngine(path: ":memory:"))
        let counted = try await figures.figure(.users, of: tenant, under: under, at: at, in: store) { _ in (value, rows)
        }
        return (counted.value, counted.countedAt)
    }

    @Test func `what is counted out of few rows is never kept`() async throws {
        let at = Timestamp(seconds: 1000)
        #expect(try await count(1, rows: 100, at: at).0 == 1)
        let again = try await count(2, rows: 100, at: at)
        #expect(again.0 == 2)
        #expect(again.1 == nil)
    }

    @Test func `what is counted out of many is kept, with its time, and not under another setting`() async throws {
        let at = Timestamp(seconds: 1000)
        #expect(try await count(1, rows: 1_000_000, at: at).1 == nil)
        let kept = try await count(2, rows: 1_000_000, at: at + .seconds(90))
        #expect(kept.0 == 1)
        #expect(kept.1 == at)
        #expect(try await count(3, rows: 1_000_000, at: at + .seconds(90), under: "other").0 == 3)
    }

    @Test func `a number past its time is shown once more and counted again behind it`() async throws {
        let at = Timestamp(seconds: 1000)
        _ = try await count(1, rows: 20_000, at: at)
        #expect(try await count(2, rows: 20_000, at: at + .seconds(60)).0 == 1)
        var now = try await count(3, rows: 20_000, at: at + .seconds(61))
        while now.0 == 1 {
            await Task.yield()
            now = try await count(3, rows: 20_000, at: at + .seconds(61))
        }
        #expect(now.0 == 2)
        #expect(now.1 == at + .seconds(60))
    }
}
