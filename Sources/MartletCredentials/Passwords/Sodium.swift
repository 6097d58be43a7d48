import CSodium

/// libsodium, made ready once: until then it uses its slowest code.
enum Sodium {
    private static let isReady = sodium_init() >= 0

    /// Makes the library ready; cheap after the first time.
    static func start() {
        precondition(isReady, "libsodium can be made ready")
    }
}
