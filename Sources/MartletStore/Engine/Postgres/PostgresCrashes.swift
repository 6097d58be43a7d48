/// The table by which a crash of the server is noticed; it belongs to the engine and holds one row, a mark.
///
/// A server that crashed begins again behind the last transaction that its log has, and gives the numbers of those that
/// were under way to others: what it then says of such a number is about somebody else's transaction. An unlogged table
/// is emptied by the very recovery that does so, and by nothing else that keeps the numbers.
enum PostgresCrashes {
    static let table = "martlet_crashes"

    /// Makes the table where it is missing.
    static let make = """
        CREATE UNLOGGED TABLE IF NOT EXISTS \(table) (only_row BOOLEAN NOT NULL PRIMARY KEY, mark TEXT NOT NULL)
        """

    /// The mark, which whoever comes first after a crash draws anew: two connections with one mark have no crash between
    /// them.
    static func mark(_ link: PostgresLink) throws(PostgresFailure) -> String {
        let answers = try link.exchange([
            .init(
                sql: """
                    INSERT INTO \(table) (only_row, mark) VALUES (TRUE, CAST(gen_random_uuid() AS TEXT))
                    ON CONFLICT DO NOTHING
                    """, isKept: false),
            .init(sql: "SELECT mark FROM \(table)", isKept: false),
        ])
        guard var row = answers.last?.rows.first, let mark = try? row.text("mark") else {
            throw .lost("the server did not keep the mark of its last crash")
        }
        return mark
    }
}
