import MartletDirectory

/// Looks for what no index finds among the newest rows of a log, so many at a time.
///
/// A log can hold ten million rows of which not one is meant: the page comes in time all the same, says back to when it
/// looked, and the next page goes on from there.
struct LookBack {
    /// How many rows are looked at for one page.
    private static let rows = 10_000

    private let connection: any SQLConnection

    init(_ connection: any SQLConnection) { self.connection = connection }

    /// What is looked at.
    struct Stretch {
        /// The oldest time in it.
        let earliest: Timestamp

        /// The page, with the end of the stretch as its end if it is not full.
        func continued<Item>(_ page: Page<Item>) -> Page<Item> {
            guard page.next == nil else { return page }
            // No id comes before the empty one: the rows of this millisecond have been looked at.
            return Page(
                items: page.items, next: Cursor.text(at: earliest, id: ""), lookedBackTo: earliest)
        }
    }

    /// The stretch of a log behind a place; `nil` if it reaches back to the beginning.
    func look(
        _ log: String, in tenant: ID<Tenant>, from: Timestamp?, before: Timestamp?,
        after place: (milliseconds: Int64, id: String)?
    ) throws -> Stretch? {
        var conditions = SQLConditions()
        conditions.add("tenant_id = ?", .id(tenant))
        if let from { conditions.add("created_at >= ?", .time(from)) }
        if let before { conditions.add("created_at < ?", .time(before)) }
        if let place { conditions.add("(created_at, id) < (?, ?)", .integer(place.milliseconds), .text(place.id)) }
        return try connection.first(
            """
            SELECT COUNT(*) AS number, MIN(created_at) AS earliest FROM (
                SELECT created_at FROM \(log) WHERE \(conditions.text)
                ORDER BY created_at DESC, id DESC LIMIT \(conditions.place(of: .number(Self.rows)))) AS looked
            """, conditions.arguments
        ) { row in
            guard try row.number("number") == Self.rows else { return nil }
            return Stretch(earliest: try row.timestamp("earliest"))
        } ?? nil
    }
}
