import MartletCredentials
import MartletDirectory
import Synchronization

/// Signing keys for tests: the first key of every house is the same, the second too, and so on.
///
/// An RSA key takes longer to make in a debug build than most tests take.
package final class TestKeys: Sendable {
    private static let made = Mutex<[SigningKey.Algorithm: [KeyMaker.MadeKey]]>([:])
    private let handedOut = Mutex<[SigningKey.Algorithm: Int]>([:])

    /// The keys of one house.
    package init() {}

    /// The next key of this house.
    package func make(_ algorithm: SigningKey.Algorithm) throws -> KeyMaker.MadeKey {
        let number = handedOut.withLock { handedOut in
            defer { handedOut[algorithm, default: 0] += 1 }
            return handedOut[algorithm, default: 0]
        }
        return try Self.made.withLock { made in
            while made[algorithm, default: []].count <= number {
                made[algorithm, default: []].append(try KeyMaker.make(algorithm))
            }
            return made[algorithm, default: []][number]
        }
    }
}
