extension SQLiteConnection {
    func hasTable(_ name: String) throws -> Bool {
        try !rows("SELECT name FROM sqlite_schema WHERE type = 'table' AND name = $1", [.text(name)]).isEmpty
    }

    func tables() throws -> [TableShape] {
        let names = try all(
            "SELECT name FROM sqlite_schema WHERE type = 'table' AND name NOT LIKE 'sqlite_%' ORDER BY name", []
        ) { try $0.text("name") }
        return try names.map(shape)
    }

    private func shape(of table: String) throws -> TableShape {
        let columns = try all("SELECT name, type, pk FROM pragma_table_info($1) ORDER BY cid", [.text(table)]) { row in
            let name = try row.text("name")
            let type = try row.text("type")
            guard let kind = TableShape.Kind(rawValue: type) else {
                throw StoreError.unexpectedColumn("`\(table).\(name)` is declared as `\(type)`")
            }
            return (TableShape.Column(name: name, kind: kind), try row.number("pk"))
        }
        let references = try all(
            """
            SELECT DISTINCT "table" AS target FROM pragma_foreign_key_list($1) WHERE "table" <> $1 ORDER BY target
            """, [.text(table)]
        ) { try $0.text("target") }
        return TableShape(
            name: table, columns: columns.map(\.0),
            key: columns.filter { $0.1 > 0 }.sorted { $0.1 < $1.1 }.map(\.0.name),
            references: references)
    }
}
