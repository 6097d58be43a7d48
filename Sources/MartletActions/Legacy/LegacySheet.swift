import MartletDirectory
import MartletPolicy

/// The legacy authentication report as a sheet for a spreadsheet program (RFC 4180).
package enum LegacySheet {
    /// The names of the columns.
    package static let header = [
        "userPrincipalName", "displayName", "app", "clientAppUsed", "door", "protocol", "network", "lastAddress",
        "userAgent", "firstSeenDateTime", "lastSeenDateTime", "attempts", "succeeded", "refusedWithRightPassword",
        "lastRightPasswordDateTime", "isExempt", "remedy", "owner", "state", "acceptedUntilDateTime", "note",
    ]

    /// The header and a line for each line of the report.
    package static func text(of lines: [LegacyLine]) -> String {
        text(rows: [header] + lines.map(cells))
    }

    /// Rows of cells, each row ended by CR LF.
    package static func text(rows: [[String]]) -> String {
        rows.map { $0.map(cell).joined(separator: ",") + "\r\n" }.joined()
    }

    private static func cells(_ line: LegacyLine) -> [String] {
        let entry = line.entry
        return [
            entry.userPrincipalName, entry.userDisplayName, entry.applicationName, entry.key.clientApp, entry.key.door,
            entry.key.protocolName, entry.key.network, entry.lastAddress, entry.key.userAgent,
            entry.firstSeenAt.rfc3339, entry.lastSeenAt.rfc3339, String(entry.attempts), String(entry.succeeded),
            String(entry.refusedProven), entry.lastProvenAt?.rfc3339 ?? "", String(line.isExempt),
            line.remedy.rawValue, line.ownerName ?? "", line.state.rawValue, entry.acceptedUntil?.rfc3339 ?? "",
            entry.note,
        ]
    }

    /// One cell. A user agent is anybody's text: one that a spreadsheet would take for a formula is told to be text.
    private static func cell(_ text: String) -> String {
        let isFormula = text.unicodeScalars.first.map { "=+-@\t\r".unicodeScalars.contains($0) } ?? false
        let safe = isFormula ? "'" + text : text
        let isPlain = safe.unicodeScalars.allSatisfy { $0 != "," && $0 != "\"" && $0 != "\r" && $0 != "\n" }
        return isPlain ? safe : "\"" + safe.replacing("\"", with: "\"\"") + "\""
    }
}
