@testable import MartletStore

/// Rows that mean nothing but are many: PostgreSQL plans by what is there, and for empty tables any plan will do.
enum PlanFilling {
    private static let rows = 4000

    /// Fills every table, without the constraints that such rows would break, and has the planner look at them.
    static func fill(_ connection: any SQLConnection) throws {
        try connection.execute(
            """
            DO $$ DECLARE found RECORD; BEGIN
                FOR found IN SELECT CAST(conrelid AS REGCLASS) AS holder, conname FROM pg_constraint
                    WHERE contype IN ('c', 'f') AND connamespace = to_regnamespace(current_schema()) LOOP
                    EXECUTE format('ALTER TABLE %s DROP CONSTRAINT %I', found.holder, found.conname);
                END LOOP;
            END $$
            """, [])
        for table in try connection.tables() {
            let optional = try connection.all(
                """
                SELECT attname AS name FROM pg_attribute
                WHERE attrelid = to_regclass($1) AND attnum > 0 AND NOT attnotnull
                """, [.text(table.name)]
            ) { try $0.text("name") }
            let values = table.columns.map { column in
                let value = self.value(of: column)
                return optional.contains(column.name) ? "CASE WHEN n % 2 = 0 THEN \(value) END" : value
            }
            try connection.execute(
                """
                INSERT INTO \(table.name) (\(table.columns.map(\.name).joined(separator: ", ")))
                SELECT \(values.joined(separator: ", ")) FROM generate_series(1000, \(1000 + rows)) AS n
                ON CONFLICT DO NOTHING
                """, [])
            try connection.execute("ANALYZE \(table.name)", [])
        }
    }

    private static func value(of column: TableShape.Column) -> String {
        switch column.kind {
        case .integer: "n"
        case .text: column.name == "tenant_id" ? "'t' || n % 4" : "'x' || n"
        case .boolean: "n % 2 = 0"
        case .blob: "int8send(n)"
        }
    }
}
