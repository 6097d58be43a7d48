extension PostgresConnection {
    func hasTable(_ name: String) throws -> Bool {
        try !rows(
            "SELECT relname FROM pg_class WHERE relnamespace = to_regnamespace(current_schema()) AND relname = $1",
            [.text(name)]
        ).isEmpty
    }

    func tables() throws -> [TableShape] {
        let names = try all(
            """
            SELECT relname AS name FROM pg_class
            WHERE relnamespace = to_regnamespace(current_schema()) AND relkind IN ('r', 'p') AND relname NOT IN ($1, $2, $3)
            ORDER BY relname
            """, [.text(PostgresTurns.table), .text(PostgresArrival.table), .text(PostgresCrashes.table)]
        ) { try $0.text("name") }
        return try names.map(shape)
    }

    private func shape(of table: String) throws -> TableShape {
        let columns = try all(
            """
            SELECT attname AS name, CAST(format_type(atttypid, NULL) AS TEXT) AS type FROM pg_attribute
            WHERE attrelid = to_regclass($1) AND attnum > 0 AND NOT attisdropped ORDER BY attnum
            """, [.text(table)]
        ) { row in
            let name = try row.text("name")
            let type = try row.text("type")
            guard let kind = Self.kinds[type] else {
                throw StoreError.unexpectedColumn("`\(table).\(name)` is declared as `\(type)`")
            }
            return TableShape.Column(name: name, kind: kind)
        }
        let key = try all(
            """
            SELECT attname AS name FROM pg_index
            JOIN pg_attribute ON attrelid = indrelid AND attnum = ANY (CAST(indkey AS SMALLINT[]))
            WHERE indrelid = to_regclass($1) AND indisprimary
            ORDER BY array_position(CAST(indkey AS SMALLINT[]), attnum)
            """, [.text(table)]
        ) { try $0.text("name") }
        let references = try all(
            """
            SELECT DISTINCT CAST(confrelid AS REGCLASS)::TEXT AS target FROM pg_constraint
            WHERE conrelid = to_regclass($1) AND contype = 'f' AND confrelid <> conrelid ORDER BY target
            """, [.text(table)]
        ) { try $0.text("target") }
        return TableShape(name: table, columns: columns, key: key, references: references)
    }

    private static let kinds: [String: TableShape.Kind] = [
        "bigint": .integer, "text": .text, "boolean": .boolean, "bytea": .blob,
    ]
}
