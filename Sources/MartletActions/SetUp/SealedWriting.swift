import MartletCredentials
import MartletDirectory
import MartletStore

/// What is sealed enters the store under the key that the store names, whatever this process sealed it with.
///
/// A rotation of the sealing key changes that name in one transaction and seals the rows anew in many; a value that was
/// sealed a moment before and stored a moment later must not bring the old key back, which is about to be destroyed.
extension Tools {
    /// Stores an authenticator app.
    package func insert(_ method: TOTPMethod, in tables: Tables) throws {
        var method = method
        method.sealedSecret = try current(
            method.sealedSecret, context: Self.context(of: method.id), in: tables)
        try tables.totpMethods.insert(method)
    }

    /// Takes a token into the inventory; `false` if its number is there.
    func insert(_ token: HardwareToken, in tables: Tables) throws -> Bool {
        var token = token
        token.sealedSecret = try current(token.sealedSecret, context: Self.context(of: token.id), in: tables)
        return try tables.hardwareTokens.insert(token)
    }

    /// Adds a box that asks by RADIUS; `false` where the very range has one.
    func insert(_ client: RADIUSClient, in tables: Tables) throws -> Bool {
        var client = client
        client.sealedSecret = try current(client.sealedSecret, context: Self.context(of: client.id), in: tables)
        return try tables.radiusClients.insert(client)
    }

    /// Gives a box another secret; `false` where it is gone, or has got another meanwhile.
    func replaceSecret(of client: RADIUSClient, with sealed: [UInt8], in tables: Tables) throws -> Bool {
        let sealed = try current(sealed, context: Self.context(of: client.id), in: tables)
        return try tables.sealedSecrets.replace(
            .radiusClient(client.id, sealed: client.sealedSecret), with: sealed)
    }

    /// Stores a signing key.
    func insert(_ key: SigningKey, in tables: Tables) throws {
        var key = key
        key.sealedPrivateKey = try current(
            key.sealedPrivateKey, context: KeyMaker.sealingContext(keyID: key.keyID), in: tables)
        try tables.signingKeys.insert(key)
    }

    /// The value as it is, or sealed anew under the key that the store names.
    /// - Throws: `SealError.notOpened` if this process does not have that key; `StoreError`.
    func current(_ sealed: [UInt8], context: String, in tables: Tables) throws -> [UInt8] {
        guard let check = try tables.installation.get().sealingKeyCheck else { return sealed }
        guard let id = sealingKey(of: check), sealer.seal(with: id) else { throw Sealer.SealError.notOpened }
        return try resealed(sealed, context: context, under: id)
    }

    /// The value as it is if it stands under the key of that name, or sealed anew.
    /// - Throws: `SealError.notOpened` if it does not open, or if this process does not have the key.
    func resealed(_ sealed: [UInt8], context: String, under id: SealingKey.ID) throws -> [UInt8] {
        guard sealer.isStale(sealed, under: id) else { return sealed }
        return try sealer.seal(
            sealer.open(sealed, context: context), context: context,
            nonce: ambient.randomBytes(Sealer.nonceLength), under: id)
    }

    /// The digest key, sealed under the key of a name.
    func sealDigestKey(_ key: [UInt8], under id: SealingKey.ID) throws -> [UInt8] {
        try sealer.seal(
            key, context: Self.digestKeyContext, nonce: ambient.randomBytes(Sealer.nonceLength), under: id)
    }

    /// The digest key of the store.
    func openDigestKey(_ sealed: [UInt8]) throws -> [UInt8] { try sealer.open(sealed, context: Self.digestKeyContext) }

    /// What an authenticator app's secret is bound to.
    static func context(of id: ID<TOTPMethod>) -> String { "totp-method:\(id)" }

    /// What a token's secret is bound to.
    static func context(of id: ID<HardwareToken>) -> String { "hardware-token:\(id)" }

    /// What a box's secret is bound to.
    static func context(of id: ID<RADIUSClient>) -> String { "radius-client:\(id)" }

    private static let digestKeyContext = "digest-key"
}
