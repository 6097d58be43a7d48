import MartletCredentials
import MartletDirectory

/// A known text sealed under the installation's key: opening it proves that the key is the right one, before a wrong
/// one makes everybody's second factor useless.
extension Tools {
    /// The text, freshly sealed.
    func newSealingKeyCheck() -> [UInt8] {
        sealer.seal(
            Self.knownText, context: Self.checkContext, nonce: ambient.randomBytes(Sealer.nonceLength))
    }

    /// Whether this installation's key opens the check.
    package func opensSealingKeyCheck(_ check: [UInt8]) -> Bool {
        (try? sealer.open(check, context: Self.checkContext)) == Self.knownText
    }

    private static let knownText = Array("martlet".utf8)
    private static let checkContext = "sealing-key-check"
}
