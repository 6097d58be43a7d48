import Foundation
import MartletPolicy
import Testing

/// What `docs/doors.md` says of every URL.
struct DoorList {
    /// One line of its tables.
    struct Row {
        /// Method and path, `GET /admin`.
        let url: String
        /// The second cell.
        let second: String

        /// The permissions that the action behind a URL of the admin center checks: what stands in backticks before the
        /// first semicolon, behind which the remarks begin. A word that names no permission is a mistake of the list.
        func permissions() throws -> [MartletPolicy.Operation] {
            let cell = second.prefix { $0 != ";" }
            let names = cell.split(separator: "`", omittingEmptySubsequences: false).enumerated()
                .filter { $0.offset % 2 == 1 }.map { String($0.element) }
            return try names.map { name in
                let operation = MartletPolicy.Operation(rawValue: name)
                return try #require(operation, "\(url): `\(name)` is no permission")
            }
        }
    }

    let rows: [Row]

    /// Reads the list.
    init() throws {
        let root = URL(fileURLWithPath: #filePath).deletingLastPathComponent().deletingLastPathComponent()
            .deletingLastPathComponent()
        let text = try String(contentsOf: root.appendingPathComponent("docs/doors.md"), encoding: .utf8)
        rows = text.split(separator: "\n").compactMap { line in
            guard line.hasPrefix("| `") else { return nil }
            let cells = line.split(separator: "|").map { $0.trimmingCharacters(in: .whitespaces) }
            guard cells.count >= 2, let url = cells[0].split(separator: "`").first, url.contains(" /") else {
                return nil
            }
            return Row(url: String(url), second: cells[1])
        }
    }
}
