import MartletDirectory

/// One row of the audit log: a change, who made it, and what it changed.
package struct AuditPage: Sendable, Equatable {
    /// The row.
    package let record: AuditRecord
    /// The other rows with the same correlation id, oldest first, this one left out.
    package let siblings: [AuditRecord]
    /// The row as JSON, indented.
    package let json: String

    /// A page with every field given.
    package init(
        record: AuditRecord, siblings: [AuditRecord], json: String
    ) {
        self.record = record
        self.siblings = siblings
        self.json = json
    }
}
