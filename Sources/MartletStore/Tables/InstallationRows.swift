import MartletDirectory

/// The one row about the whole store; migration 1 makes it.
package struct InstallationRows {
    private let connection: any SQLConnection

    init(_ connection: any SQLConnection) { self.connection = connection }

    /// The row.
    package func get() throws -> Installation {
        let row = try connection.first(
            """
            SELECT set_up_completed_at, set_up_code_hash, sealing_key_check, sealed_digest_key, restored_at,
                restored_backup_made_at
            FROM installation WHERE id = 1
            """, []
        ) { row in
            var installation = Installation(
                setUpCompletedAt: try row.optionalTimestamp("set_up_completed_at"),
                setUpCodeHash: try row.optionalBlob("set_up_code_hash"),
                sealingKeyCheck: try row.optionalBlob("sealing_key_check"),
                sealedDigestKey: try row.optionalBlob("sealed_digest_key"))
            if let at = try row.optionalTimestamp("restored_at"),
                let madeAt = try row.optionalTimestamp("restored_backup_made_at")
            {
                installation.restored = Installation.Restoration(at: at, backupMadeAt: madeAt)
            }
            return installation
        }
        guard let row else { throw StoreError.unexpectedColumn("the installation has no row") }
        return row
    }

    /// The key check alone, whose column is as old as the schema.
    func sealingKeyCheck() throws -> [UInt8]? {
        try connection.first("SELECT sealing_key_check FROM installation WHERE id = 1", []) { row in
            try row.optionalBlob("sealing_key_check")
        } ?? nil
    }

    /// Changes the set-up code, the key check and the key of digests. The set-up marker can be set here, never cleared or moved (A014).
    package func update(_ installation: Installation) throws {
        try connection.executeOne(
            """
            UPDATE installation SET set_up_completed_at = COALESCE(set_up_completed_at, $1), set_up_code_hash = $2,
                sealing_key_check = $3, sealed_digest_key = $4 WHERE id = 1
            """,
            [
                .time(installation.setUpCompletedAt), .blob(optional: installation.setUpCodeHash),
                .blob(optional: installation.sealingKeyCheck), .blob(optional: installation.sealedDigestKey),
            ], orConflict: "the installation has no row")
    }

    /// Closes set-up for ever and forgets its code; `false` if somebody has done so before (A014).
    package func completeSetUp(at time: Timestamp) throws -> Bool {
        try connection.execute(
            """
            UPDATE installation SET set_up_completed_at = $1, set_up_code_hash = NULL
            WHERE id = 1 AND set_up_completed_at IS NULL
            """, [.time(time)]) == 1
    }

    /// Notes that the store was put back from a backup; no set-up code of that time opens anything (A014, A297).
    package func markRestored(_ restoration: Installation.Restoration) throws {
        try connection.executeOne(
            """
            UPDATE installation SET restored_at = $1, restored_backup_made_at = $2, set_up_code_hash = NULL WHERE id = 1
            """, [.time(restoration.at), .time(restoration.backupMadeAt)], orConflict: "the installation has no row")
    }
}
