import CSodium

/// What bytes must be to stand for an Ed25519 public key.
enum Ed25519Point {
    /// Whether the 32 bytes are a point of the curve in its one spelling and of the large group: a point of a small one
    /// would have signatures that fit any message (A178).
    static func isSound(_ bytes: [UInt8]) -> Bool {
        bytes.count == 32 && crypto_core_ed25519_is_valid_point(bytes) == 1
    }
}
