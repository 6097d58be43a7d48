import MartletDirectory

/// Looks for invariants that do not hold; `martlet check` prints what it finds.
package struct IntegrityRows {
    let connection: any SQLConnection

    init(_ connection: any SQLConnection) { self.connection = connection }

    /// A sentence for each broken invariant; empty for a healthy store.
    package func broken() throws -> [String] {
        try connection.damage()
    }
}
