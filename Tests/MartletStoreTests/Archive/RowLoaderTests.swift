import Testing

@testable import MartletStore

/// How many rows go into a table with each statement, and how many bytes.
@Suite struct `Loading rows` {
    private static let table = TableShape(
        name: "pictures",
        columns: [
            TableShape.Column(name: "id", kind: .integer), TableShape.Column(name: "name", kind: .text),
            TableShape.Column(name: "content", kind: .blob),
        ], key: ["id"], references: [])

    @Test func `large rows are put in before many of them wait`() throws {
        let connection = WeighingConnection()
        var loader = RowLoader(into: Self.table, on: connection)
        let content = [UInt8](repeating: 7, count: 1 << 20)
        for number in 0..<20 { try loader.add([.number(number), .text("large"), .blob(content)]) }
        try loader.flush()
        let statements = connection.statements
        #expect(statements.map(\.rows).reduce(0, +) == 20)
        #expect(statements.allSatisfy { $0.bytes <= RowLoader.mostBytes + (2 << 20) })
        // Texts weigh as much as bytes.
        let text = String(repeating: "x", count: RowLoader.mostBytes)
        try loader.add([.number(20), .text(text), .null])
        #expect(connection.statements.count == statements.count + 1)
    }

    @Test func `small rows go in by the hundred`() throws {
        let connection = WeighingConnection()
        var loader = RowLoader(into: Self.table, on: connection)
        for number in 0..<250 { try loader.add([.number(number), .text("small"), .null]) }
        try loader.flush()
        try loader.flush()
        #expect(connection.statements.map(\.rows) == [100, 100, 50])
    }
}

/// Takes every statement and weighs what comes with it.
private final class WeighingConnection: SQLConnection {
    private(set) var statements: [(rows: Int, bytes: Int)] = []

    func rows(_ sql: String, _ arguments: [SQLValue]) throws -> [SQLRow] { [] }

    @discardableResult func execute(_ sql: String, _ arguments: [SQLValue]) throws -> Int {
        let bytes = arguments.reduce(0) { sum, value in
            switch value {
            case .text(let text): sum + text.utf8.count
            case .blob(let bytes): sum + bytes.count
            case .null, .integer, .boolean: sum
            }
        }
        statements.append((arguments.count / 3, bytes))
        return arguments.count / 3
    }

    func damage() throws -> [String] { [] }

    func tables() throws -> [TableShape] { [] }
}
