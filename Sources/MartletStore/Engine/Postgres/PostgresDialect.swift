/// The one thing in which the schema's SQL means something else to PostgreSQL.
enum PostgresDialect {
    /// Text sorts by its bytes on every engine, because the pages of a list follow the order of their keys; PostgreSQL
    /// would sort by the language of the database, and only its declaration of a column can say otherwise.
    static func translated(_ sql: String) -> String {
        guard sql.hasPrefix("CREATE TABLE") || sql.hasPrefix("ALTER TABLE") else { return sql }
        return sql.replacing(#/\bTEXT\b/#, with: #"TEXT COLLATE "C""#)
    }
}
