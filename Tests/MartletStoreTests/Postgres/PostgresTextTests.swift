import Testing

@testable import MartletStore

/// What is said to PostgreSQL, as text; no server is needed.
@Suite struct `What is said to PostgreSQL` {
    @Test(arguments: [
        ("postgres://db.example.com/martlet", true), ("postgres://ada@10.0.0.5:5432/martlet", true),
        ("postgres://db.example.com/martlet?sslmode=disable", false),
        ("postgres://db.example.com/martlet?sslmode=verify-full", false),
        ("postgres://localhost/martlet", false), ("postgres://127.0.0.1:5432/martlet", false),
        ("postgres:///martlet?host=/run/postgresql", false), ("host=/run/postgresql dbname=martlet", false),
        ("postgres://localhost,db.example.com/martlet", true),
    ])
    func `a network is crossed with TLS unless the operator says otherwise`(address: String, wants: Bool) {
        #expect(PostgresLink.wantsEncryption(address) == wants)
    }

    @Test(arguments: [
        "postgres://ada:purple-anchor@[::1/none", "postgres://ada:purple-anchor%zz@db.example.com/none",
        "postgres://ada:purple-anchor@127.0.0.1:1/none", "postgres://ada:purple-anchor@127.0.0.1/none?nope=1",
    ])
    func `A293 what is said of an address that leads nowhere keeps its password`(address: String) {
        let error = #expect(throws: StoreError.self) { try PostgresEngine(PostgresSettings(address: address)) }
        #expect(!"\(String(describing: error))".contains("purple-anchor"))
    }

    @Test func `only declarations of columns are translated`() {
        #expect(
            PostgresDialect.translated("CREATE TABLE a (b TEXT NOT NULL, c BIGINT)")
                == #"CREATE TABLE a (b TEXT COLLATE "C" NOT NULL, c BIGINT)"#)
        #expect(
            PostgresDialect.translated("ALTER TABLE a ADD COLUMN b TEXT NOT NULL DEFAULT '{}'")
                == #"ALTER TABLE a ADD COLUMN b TEXT COLLATE "C" NOT NULL DEFAULT '{}'"#)
        let select = "SELECT CAST(b AS TEXT) FROM a"
        #expect(PostgresDialect.translated(select) == select)
    }
}
