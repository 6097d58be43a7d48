/// What is true of the whole store rather than of one tenant.
package struct Installation: Sendable, Equatable {
    /// When set-up was completed; once set it is never cleared, so set-up stays closed for ever (A014).
    package var setUpCompletedAt: Timestamp?
    /// The hash of the one-time set-up code that is valid now, until set-up is completed.
    package var setUpCodeHash: [UInt8]?
    /// A known text sealed under the installation's key: opening it proves that the key is the right one.
    package var sealingKeyCheck: [UInt8]?
    /// The key of keyed digests, sealed; `nil` until the first rotation of the sealing key, which it is derived from.
    package var sealedDigestKey: [UInt8]?

    /// An installation with every field given.
    package init(
        setUpCompletedAt: Timestamp? = nil, setUpCodeHash: [UInt8]? = nil, sealingKeyCheck: [UInt8]? = nil,
        sealedDigestKey: [UInt8]? = nil
    ) {
        self.setUpCompletedAt = setUpCompletedAt
        self.setUpCodeHash = setUpCodeHash
        self.sealingKeyCheck = sealingKeyCheck
        self.sealedDigestKey = sealedDigestKey
    }
}
