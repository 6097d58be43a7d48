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
        // What libpq dials counts, not what it calls it.
        ("postgres://localhost/martlet?hostaddr=10.0.0.5", true),
    ])
    func `a network is crossed with TLS unless the operator says otherwise`(address: String, wants: Bool) {
        #expect(PostgresLink.wantsEncryption(PostgresAddress(address, environment: [:])) == wants)
    }

    @Test func `the environment's word on host and TLS counts where the address has none`() {
        let remote = PostgresAddress("postgres:///martlet", environment: ["PGHOST": "db.example.com"])
        #expect(PostgresLink.wantsEncryption(remote))
        let strict = PostgresAddress("postgres://db.example.com/martlet", environment: ["PGSSLMODE": "verify-full"])
        #expect(!PostgresLink.wantsEncryption(strict))
        #expect(PostgresAddress("postgres:///martlet?service=prod", environment: [:]).namesService)
        #expect(PostgresAddress("postgres:///martlet", environment: ["PGSERVICE": "prod"]).namesService)
        #expect(!PostgresAddress("postgres:///martlet", environment: [:]).namesService)
    }

    @Test func `of several servers each is asked by itself`() {
        let two = PostgresAddress("postgres://ada:x@one:5433,two:5434/martlet", environment: [:])
        #expect(
            two.servers.map { $0.map { "\($0)=\($1)" } } == [["host=one", "port=5433"], ["host=two", "port=5434"]])
        let shared = PostgresAddress("host=one,two port=5433 dbname=martlet", environment: [:])
        #expect(
            shared.servers.map { $0.map { "\($0)=\($1)" } } == [["host=one", "port=5433"], ["host=two", "port=5433"]])
        #expect(PostgresAddress("postgres://one/martlet", environment: [:]).servers.map(\.count) == [0])
        #expect(PostgresAddress("host=one,two hostaddr=192.0.2.1 dbname=m", environment: [:]).servers.count == 1)
    }

    @Test(arguments: [
        "postgres://ada:purple-anchor@[::1/none", "postgres://ada:purple-anchor%zz@db.example.com/none",
        "postgres://ada:purple-anchor@127.0.0.1:1/none", "postgres://ada:purple-anchor@127.0.0.1/none?nope=1",
        "postgres://ada:purple-anchor/x@127.0.0.1:1/none", "postgres://ada:x@purple-anchor@127.0.0.1:1/none",
    ])
    func `A293 what is said of an address that leads nowhere keeps its password`(address: String) {
        let error = #expect(throws: StoreError.self) { try PostgresEngine(PostgresSettings(address: address)) }
        #expect(!"\(String(describing: error))".contains("purple-anchor"))
        #expect(!PostgresSettings.shown(address).contains("purple-anchor"))
    }

    @Test(arguments: [
        ("postgres://ada:pa?ss@db.example.com:5433/martlet", "postgres://ada@db.example.com:5433/martlet"),
        ("postgres://ada:s@one,two:5434/martlet?sslmode=require", "postgres://ada@one,two:5434/martlet"),
        ("postgres:///martlet?host=/run/postgresql&password=s", "postgres:///run/postgresql/martlet"),
        ("nonsense", "postgres://…"),
    ])
    func `A293 an address is shown without its password`(address: String, shown: String) {
        #expect(PostgresSettings.shown(address) == shown)
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
