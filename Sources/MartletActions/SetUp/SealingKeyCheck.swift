import MartletCredentials
import MartletDirectory
import MartletStore

/// A known text sealed under the installation's key: opening it proves that the key is the right one, before a wrong
/// one makes everybody's second factor useless. The key that it stands under is the one that seals, on every node.
extension Tools {
    /// The text, freshly sealed under the key that seals now.
    func newSealingKeyCheck() -> [UInt8] {
        sealer.seal(
            Sealer.knownText, context: Sealer.checkContext, nonce: ambient.randomBytes(Sealer.nonceLength))
    }

    /// The text, freshly sealed under the key of a name.
    func newSealingKeyCheck(under id: SealingKey.ID) throws -> [UInt8] {
        try sealer.seal(
            Sealer.knownText, context: Sealer.checkContext, nonce: ambient.randomBytes(Sealer.nonceLength), under: id)
    }

    /// Whether one of this installation's keys opens the check.
    package func opensSealingKeyCheck(_ check: [UInt8]) -> Bool { sealingKey(of: check) != nil }

    /// The name of the key that the check stands under, if this process has it.
    func sealingKey(of check: [UInt8]) -> SealingKey.ID? {
        guard sealer.opensKeyCheck(check) else { return nil }
        return try? sealer.key(of: check, context: Sealer.checkContext)
    }
}

extension Sealer {
    /// Whether this key opens the check.
    package func opensKeyCheck(_ check: [UInt8]) -> Bool {
        (try? open(check, context: Self.checkContext)) == Self.knownText
    }

    fileprivate static let knownText = Array("martlet".utf8)
    fileprivate static let checkContext = "sealing-key-check"
}
