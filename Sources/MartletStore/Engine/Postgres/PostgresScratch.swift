/// A schema of its own beside the store, for trying something out: made empty, and removed with all that is in it.
package struct PostgresScratch: Sendable {
    /// Settings whose tables are in the scratch schema.
    package let settings: PostgresSettings
    private let schema: String

    /// Makes the schema `name`, of small letters, digits and `_`.
    /// - Throws: `StoreError.unavailable` where the user may not make one, or it is there.
    package init(beside settings: PostgresSettings, name: String) throws(StoreError) {
        precondition(name.utf8.allSatisfy { Self.letters.contains($0) }, "a name without anything to escape")
        schema = name
        var inside = settings
        inside.schema = name
        self.settings = inside
        try Self.run("CREATE SCHEMA \(name)", on: settings)
    }

    /// Removes the schema.
    package func remove() throws(StoreError) {
        try Self.run("DROP SCHEMA IF EXISTS \(schema) CASCADE", on: settings)
    }

    private static let letters = Set("abcdefghijklmnopqrstuvwxyz0123456789_".utf8)

    private static func run(_ sql: String, on settings: PostgresSettings) throws(StoreError) {
        do throws(PostgresFailure) {
            try PostgresLink.open(settings).exchange([PostgresLink.Statement(sql: sql, isKept: false)])
        } catch {
            throw error.storeError
        }
    }
}
