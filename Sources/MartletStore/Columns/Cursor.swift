import MartletDirectory

/// Where a page of a list begins: the key of the last item of the page before.
///
/// The text form is `key:` and the rest; for a list by name `id:name`, for a log `milliseconds:id`. It comes back
/// from outside: one that is not of this form begins at the first page.
enum Cursor {
    /// The text of a place in a list by name.
    static func text(name: String, id: String) -> String { "\(id):\(name)" }

    /// The text of a place in a log.
    static func text(at time: Timestamp, id: String) -> String { "\(time.milliseconds):\(id)" }

    /// A place in a list by name.
    static func name(_ cursor: String?) -> (name: String, id: String)? {
        guard let parts = split(cursor) else { return nil }
        return (parts.rest, parts.head)
    }

    /// A place in a log.
    static func time(_ cursor: String?) -> (milliseconds: Int64, id: String)? {
        guard let parts = split(cursor), let milliseconds = Int64(parts.head) else { return nil }
        return (milliseconds, parts.rest)
    }

    private static func split(_ cursor: String?) -> (head: String, rest: String)? {
        guard let cursor, let colon = cursor.firstIndex(of: ":") else { return nil }
        return (String(cursor[..<colon]), String(cursor[cursor.index(after: colon)...]))
    }
}

extension Page {
    /// The page of the first `limit` items; one more was asked for, to know whether there is a next page.
    init(_ items: [Item], limit: Int, cursor: (Item) -> String) {
        guard items.count > limit else {
            self.init(items: items, next: nil)
            return
        }
        let shown = Array(items.prefix(limit))
        self.init(items: shown, next: shown.last.map(cursor))
    }
}
