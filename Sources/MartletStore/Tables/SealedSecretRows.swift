import MartletDirectory

/// Every secret that stands sealed in a row of its own, column by column: what a rotation of the sealing key seals
/// anew. A column that holds sealed secrets and is not here is lost with the old key.
package struct SealedSecretRows {
    /// A secret as it stands, and which row it stands in.
    package enum Secret: Sendable, Equatable {
        /// An authenticator app's.
        case authenticator(ID<TOTPMethod>, sealed: [UInt8])
        /// The private part of a signing key.
        case signingKey(String, tenant: ID<Tenant>, sealed: [UInt8])
        /// A token's that is given out, or lies there.
        case hardwareToken(ID<HardwareToken>, sealed: [UInt8])
        /// What a box shares that asks by RADIUS.
        case radiusClient(ID<RADIUSClient>, sealed: [UInt8])
        /// An authenticator app's that is being registered in a sign-in.
        case pendingSignIn(handleHash: [UInt8], sealed: [UInt8])

        /// The key by which push services know this installation.
        case pushIdentity(sealed: [UInt8])

        /// The sealed bytes.
        package var sealed: [UInt8] {
            switch self {
            case .authenticator(_, let sealed), .signingKey(_, _, let sealed), .hardwareToken(_, let sealed),
                .radiusClient(_, let sealed), .pendingSignIn(_, let sealed), .pushIdentity(let sealed):
                sealed
            }
        }
    }

    /// The kinds of secret, each a column.
    package enum Column: Sendable, CaseIterable {
        case signingKeys, authenticators, hardwareTokens, radiusClients, pendingSignIns, pushIdentity
    }

    private static let authenticators = """
        SELECT id, sealed_secret FROM totp_methods WHERE id > $1 ORDER BY id LIMIT $2
        """
    private static let signingKeys = """
        SELECT tenant_id, key_id, sealed_private_key FROM signing_keys WHERE (tenant_id, key_id) > ($1, $2)
        ORDER BY tenant_id, key_id LIMIT $3
        """
    private static let hardwareTokens = """
        SELECT id, sealed_secret FROM hardware_tokens WHERE id > $1 ORDER BY id LIMIT $2
        """
    private static let radiusClients = """
        SELECT id, sealed_secret FROM radius_clients WHERE id > $1 ORDER BY id LIMIT $2
        """
    private static let pendingSignIns = """
        SELECT handle_hash, sealed_totp_secret FROM pending_sign_ins WHERE handle_hash > $1
        ORDER BY handle_hash LIMIT $2
        """

    private let connection: any SQLConnection

    init(_ connection: any SQLConnection) { self.connection = connection }

    /// The secrets of a column after one of them, in the order of their keys, at most `limit`; one that is empty stands
    /// for none and is listed too.
    package func page(_ column: Column, after last: Secret?, limit: Int) throws -> [Secret] {
        switch column {
        case .authenticators:
            var id = ""
            if case .authenticator(let last, _) = last { id = last.rawValue }
            return try connection.all(Self.authenticators, [.text(id), .number(limit)]) { row in
                .authenticator(try row.id("id"), sealed: try row.blob("sealed_secret"))
            }
        case .signingKeys:
            var place = (tenant: "", key: "")
            if case .signingKey(let key, let tenant, _) = last { place = (tenant.rawValue, key) }
            return try connection.all(
                Self.signingKeys, [.text(place.tenant), .text(place.key), .number(limit)]
            ) { row in
                .signingKey(
                    try row.text("key_id"), tenant: try row.id("tenant_id"), sealed: try row.blob("sealed_private_key"))
            }
        case .hardwareTokens:
            var id = ""
            if case .hardwareToken(let last, _) = last { id = last.rawValue }
            return try connection.all(Self.hardwareTokens, [.text(id), .number(limit)]) { row in
                .hardwareToken(try row.id("id"), sealed: try row.blob("sealed_secret"))
            }
        case .radiusClients:
            var id = ""
            if case .radiusClient(let last, _) = last { id = last.rawValue }
            return try connection.all(Self.radiusClients, [.text(id), .number(limit)]) { row in
                .radiusClient(try row.id("id"), sealed: try row.blob("sealed_secret"))
            }
        case .pendingSignIns:
            var handle: [UInt8] = []
            if case .pendingSignIn(let last, _) = last { handle = last }
            return try connection.all(Self.pendingSignIns, [.blob(handle), .number(limit)]) { row in
                .pendingSignIn(
                    handleHash: try row.blob("handle_hash"), sealed: try row.blob("sealed_totp_secret"))
            }
        case .pushIdentity:
            guard last == nil else { return [] }
            return try PushIdentityRows(connection).sealedKey().map { [.pushIdentity(sealed: $0)] } ?? []
        }
    }

    /// Puts other bytes in the place of a secret, unless somebody has changed it meanwhile; says whether it did.
    package func replace(_ secret: Secret, with sealed: [UInt8]) throws -> Bool {
        switch secret {
        case .authenticator(let id, let old):
            return try connection.execute(
                "UPDATE totp_methods SET sealed_secret = $2 WHERE id = $1 AND sealed_secret = $3",
                [.id(id), .blob(sealed), .blob(old)]) == 1
        case .signingKey(let key, let tenant, let old):
            return try connection.execute(
                """
                UPDATE signing_keys SET sealed_private_key = $3
                WHERE tenant_id = $1 AND key_id = $2 AND sealed_private_key = $4
                """, [.id(tenant), .text(key), .blob(sealed), .blob(old)]) == 1
        case .pushIdentity(let old):
            return try connection.execute(
                "UPDATE push_identity SET sealed_private_key = $1 WHERE id = 1 AND sealed_private_key = $2",
                [.blob(sealed), .blob(old)]) == 1
        case .hardwareToken(let id, let old):
            return try connection.execute(
                "UPDATE hardware_tokens SET sealed_secret = $2 WHERE id = $1 AND sealed_secret = $3",
                [.id(id), .blob(sealed), .blob(old)]) == 1
        case .radiusClient(let id, let old):
            return try connection.execute(
                "UPDATE radius_clients SET sealed_secret = $2 WHERE id = $1 AND sealed_secret = $3",
                [.id(id), .blob(sealed), .blob(old)]) == 1
        case .pendingSignIn(let handle, let old):
            // The version goes up, so that a step that has read the row before does not put the old bytes back.
            return try connection.execute(
                """
                UPDATE pending_sign_ins SET sealed_totp_secret = $2, version = version + 1
                WHERE handle_hash = $1 AND sealed_totp_secret = $3
                """, [.blob(handle), .blob(sealed), .blob(old)]) == 1
        }
    }
}
