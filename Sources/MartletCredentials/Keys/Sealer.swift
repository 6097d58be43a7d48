import Crypto

/// Keeps secrets at rest under the installation's keys, which are never in the database (A049).
///
/// What is sealed is bound to a context, such as the kind and id of the row that holds it: a value moved to another row
/// does not open. The form is a version byte, the name of the key, the nonce, the ciphertext and the tag of
/// AES-256-GCM. Version 1 had no name; such a value is tried with every key.
///
/// Usually there is one key. While a rotation is under way there are two, and which of them seals is said by the store,
/// not by their order here: so every node seals with the same one, and with none that another does not have.
package struct Sealer: Sendable {
    /// Why a secret could not be opened or a key not be used.
    package enum SealError: Error, Equatable {
        /// The key is not 32 bytes.
        case badKey
        /// Not something that was sealed under a known key for this context; which of them, nobody learns.
        case notOpened
    }

    /// Bytes in a key.
    package static let keyLength = SealingKey.length
    /// Random bytes that sealing takes.
    package static let nonceLength = 12

    private static let unnamed: UInt8 = 1
    private static let named: UInt8 = 2
    private static let tagLength = 16
    private let keys: SealingKeyChain

    /// A sealer over one key of 32 bytes.
    package init(key: [UInt8]) throws(SealError) {
        keys = SealingKeyChain(try SealingKey(key), others: [], source: nil)
    }

    /// A sealer over the keys of this process; the first one seals until `seal(with:)` says otherwise. When a value is
    /// met that none of them sealed, `source` is asked for more.
    /// - Throws: `SealError.badKey` where there is none.
    package init(keys: [SealingKey], source: (any SealingKeySource)? = nil) throws(SealError) {
        guard let first = keys.first else { throw .badKey }
        self.keys = SealingKeyChain(first, others: Array(keys.dropFirst()), source: source)
    }

    /// The name of the key that seals.
    package var current: SealingKey.ID { keys.current.id }

    /// The names of all keys of this process, in the order in which they were given.
    package var names: [SealingKey.ID] { keys.names }

    /// From now on the key of this name seals; `false` if this process does not have it.
    @discardableResult package func seal(with id: SealingKey.ID) -> Bool { keys.makeCurrent(id) }

    /// Seals `bytes` for `context` with a fresh random `nonce` of 12 bytes, which must never be used twice; under the
    /// key of a name, or the one that seals now.
    /// - Throws: `SealError.notOpened` if this process does not have the key of that name.
    package func seal(
        _ bytes: [UInt8], context: String, nonce: [UInt8], under id: SealingKey.ID
    ) throws(SealError) -> [UInt8] {
        guard let key = keys.key(id) else { throw .notOpened }
        return seal(bytes, context: context, nonce: nonce, key: key)
    }

    /// Seals `bytes` for `context` under the key that seals now; `nonce` as above.
    package func seal(_ bytes: [UInt8], context: String, nonce: [UInt8]) -> [UInt8] {
        seal(bytes, context: context, nonce: nonce, key: keys.current)
    }

    private func seal(_ bytes: [UInt8], context: String, nonce: [UInt8], key: SealingKey) -> [UInt8] {
        precondition(nonce.count == Self.nonceLength, "a nonce is 12 random bytes")
        do {
            let box = try AES.GCM.seal(
                bytes, using: key.sealing, nonce: AES.GCM.Nonce(data: nonce), authenticating: Array(context.utf8))
            return [Self.named] + key.id.bytes + nonce + box.ciphertext + box.tag
        } catch {
            preconditionFailure("AES-GCM takes any message under a 32 byte key and a 12 byte nonce")
        }
    }

    /// The bytes that were sealed for `context`.
    package func open(_ sealed: [UInt8], context: String) throws(SealError) -> [UInt8] {
        try opened(sealed, context: context).bytes
    }

    /// The name of the key that `sealed` opens under for `context`.
    package func key(of sealed: [UInt8], context: String) throws(SealError) -> SealingKey.ID {
        try opened(sealed, context: context).key
    }

    /// Whether a value must be sealed anew to stand under the key of a name; nothing is opened to know it.
    package func isStale(_ sealed: [UInt8], under id: SealingKey.ID) -> Bool {
        Array(sealed.prefix(1 + SealingKey.ID.length)) != [Self.named] + id.bytes
    }

    private func opened(_ sealed: [UInt8], context: String) throws(SealError) -> (bytes: [UInt8], key: SealingKey.ID) {
        switch sealed.first {
        case Self.named:
            let id = SealingKey.ID(bytes: Array(sealed.dropFirst().prefix(SealingKey.ID.length)))
            guard let key = keys.key(id) else { throw .notOpened }
            let box = sealed.dropFirst(1 + SealingKey.ID.length)
            guard let bytes = Self.opened(box, context: context, key: key) else { throw .notOpened }
            return (bytes, id)
        case Self.unnamed:
            for key in keys.all {
                if let bytes = Self.opened(sealed.dropFirst(), context: context, key: key) { return (bytes, key.id) }
            }
            throw .notOpened
        default: throw .notOpened
        }
    }

    private static func opened(_ box: ArraySlice<UInt8>, context: String, key: SealingKey) -> [UInt8]? {
        guard box.count >= nonceLength + tagLength, let box = try? AES.GCM.SealedBox(combined: box),
            let bytes = try? AES.GCM.open(box, using: key.sealing, authenticating: Array(context.utf8))
        else { return nil }
        return Array(bytes)
    }

    /// A keyed digest (HMAC-SHA256) of `bytes` for `context`: the same input always gives the same 32 bytes, which are
    /// worth nothing to who has only the database.
    package func mac(_ bytes: [UInt8], context: String) -> [UInt8] {
        // The length in front keeps a context and its message from being split at another place.
        let prefix = Array(context.utf8)
        let length = (0..<4).map { UInt8(truncatingIfNeeded: prefix.count >> (24 - 8 * $0)) }
        return Array(HMAC<SHA256>.authenticationCode(for: length + prefix + bytes, using: keys.digestKey))
    }

    /// The digest key that a sealing key gives, 32 bytes: what the store keeps, sealed, when that key goes, because
    /// what stands under a digest cannot be made anew.
    /// - Throws: `SealError.notOpened` if this process does not have the key.
    package func digestKey(from id: SealingKey.ID) throws(SealError) -> [UInt8] {
        guard let key = keys.key(id) else { throw .notOpened }
        return key.digesting.withUnsafeBytes { Array($0) }
    }

    /// From now on digests are made with this key of 32 bytes, the one that the store keeps.
    /// - Throws: `SealError.badKey` for any other length.
    package func digest(with key: [UInt8]) throws(SealError) {
        guard key.count == Self.keyLength else { throw .badKey }
        keys.digest(with: SymmetricKey(data: key))
    }
}
