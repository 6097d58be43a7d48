import Foundation
import MartletDirectory

/// A sparse document in a text column, as JSON with sorted keys; never queried inside.
enum DocumentColumn {
    /// The text; `{}` where everything is at its default, which is what most rows hold.
    static func text<Document: SparseDocument>(_ document: Document) throws -> String {
        guard document != Document() else { return "{}" }
        let encoder = JSONEncoder()
        encoder.outputFormatting = [.sortedKeys, .withoutEscapingSlashes]
        return String(decoding: try encoder.encode(document), as: UTF8.self)
    }
}

extension SQLRow {
    /// A document in the form of `DocumentColumn`.
    mutating func document<Document: SparseDocument>(_ name: String) throws -> Document {
        let text = try text(name)
        if text == "{}" { return Document() }
        do {
            return try JSONDecoder().decode(Document.self, from: Data(text.utf8))
        } catch {
            throw StoreError.unexpectedColumn("column `\(name)` does not hold its document")
        }
    }
}
