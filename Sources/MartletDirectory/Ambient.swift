/// The time of day and the randomness: the two things that code cannot compute.
///
/// Made live in `Wiring` and fixed in tests. Judgements and proofs receive the *values*, never these closures.
package struct Ambient: Sendable {
    /// The current time.
    package var now: @Sendable () -> Timestamp
    /// Unpredictable bytes, `count` of them, from a cryptographic generator.
    package var randomBytes: @Sendable (_ count: Int) -> [UInt8]

    /// An ambient made of the two given sources.
    package init(now: @escaping @Sendable () -> Timestamp, randomBytes: @escaping @Sendable (Int) -> [UInt8]) {
        self.now = now
        self.randomBytes = randomBytes
    }

    /// A fresh random identifier of 122 bits, never recycled (A094).
    package func newID<Entity>(of type: Entity.Type = Entity.self) -> ID<Entity> {
        ID(random: randomBytes(16))
    }
}
