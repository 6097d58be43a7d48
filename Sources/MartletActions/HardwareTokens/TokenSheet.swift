import MartletCredentials
import MartletDirectory

/// A sheet of tokens as their makers send it: CSV with the header of Entra's upload (OT-4).
struct TokenSheet {
    /// What the first line must be.
    static let header = "upn,serial number,secret key,time interval,manufacturer,model"
    /// The most bytes of a sheet.
    static let limit = 1_048_576
    /// The most lines after the header.
    static let mostLines = 5_000

    /// One line that could be read.
    struct Line {
        let number: Int
        /// Whom the token is for; empty for nobody yet.
        let user: String
        let serialNumber: String
        let secret: [UInt8]
        let periodSeconds: Int64
        let manufacturer: String
        let model: String
    }

    /// The lines that are right.
    private(set) var lines: [Line] = []
    /// The others, and why.
    private(set) var failures: [ImportHardwareTokens.Failure] = []

    /// Reads a sheet; `nil` without the header, or where it is too long.
    init?(_ text: String) {
        guard text.utf8.count <= Self.limit else { return nil }
        // A mark of the byte order is not part of the header, whatever spreadsheets think.
        let body = text.hasPrefix("\u{feff}") ? text.dropFirst() : text[...]
        let rows = body.split(omittingEmptySubsequences: false, whereSeparator: \.isNewline)
        guard let first = rows.first, first.trimmed.lowercased() == Self.header, rows.count <= Self.mostLines + 2
        else { return nil }
        var seen: Set<String> = []
        for (index, row) in rows.enumerated().dropFirst() where !row.trimmed.isEmpty {
            let fields = Self.fields(of: row)
            let serial = fields.count > 1 ? fields[1] : ""
            do throws(ImportHardwareTokens.Problem) {
                let line = try Self.line(fields, number: index + 1)
                guard seen.insert(line.serialNumber).inserted else { throw .serialTaken }
                lines.append(line)
            } catch {
                failures.append(
                    ImportHardwareTokens.Failure(
                        line: index + 1, serialNumber: String(serial.prefix(64)), problem: error))
            }
        }
    }

    private static func line(_ fields: [String], number: Int) throws(ImportHardwareTokens.Problem) -> Line {
        guard fields.count == 6 else { throw .columns }
        guard isName(fields[1], atLeast: 1) else { throw .serialNumber }
        guard isName(fields[4], atLeast: 0), isName(fields[5], atLeast: 0) else { throw .maker }
        let key = fields[2].uppercased().filter { $0 != " " && $0 != "=" }
        // OT-3; less than 80 bits is no secret.
        guard key.utf8.count <= 128, let secret = Base32.decode(key), secret.count >= 10 else { throw .secret }
        guard let period = Int64(fields[3]), TOTP.periods.contains(period) else { throw .interval }
        return Line(
            number: number, user: fields[0], serialNumber: fields[1], secret: secret, periodSeconds: period,
            manufacturer: fields[4], model: fields[5])
    }

    private static func isName(_ text: String, atLeast least: Int) -> Bool {
        text.utf8.count >= least && text.utf8.count <= 64 && text.utf8.allSatisfy { $0 >= 0x20 && $0 < 0x7f }
    }

    /// The fields of a line; one may stand in quotation marks, and a doubled one within is one (RFC 4180).
    private static func fields(of row: Substring) -> [String] {
        var fields = [""]
        var isQuoted = false
        var iterator = row.makeIterator()
        var next = iterator.next()
        while let character = next {
            next = iterator.next()
            switch character {
            case "\"" where isQuoted && next == "\"":
                fields[fields.count - 1].append("\"")
                next = iterator.next()
            case "\"": isQuoted.toggle()
            case "," where !isQuoted: fields.append("")
            default: fields[fields.count - 1].append(character)
            }
        }
        return fields.map { String($0[...].trimmed) }
    }
}

extension Substring {
    /// Without the white space around it.
    fileprivate var trimmed: Substring {
        let start = drop { $0.isWhitespace }
        guard let last = start.lastIndex(where: { !$0.isWhitespace }) else { return "" }
        return start[...last]
    }
}
