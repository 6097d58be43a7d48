import Synchronization

/// How many requests are under way, in all and to each host, so that a slow host keeps nobody else waiting (A258).
final class OutgoingTurns: Sendable {
    /// The most at one time.
    static let most = 16
    /// The most at one time to one host.
    static let mostToOneHost = 4
    /// The most messages at one time, and to one host: most phones take theirs at one of three services.
    static let mostMessages = 32

    private let most: Int
    private let mostToOneHost: Int

    /// Turns with these limits.
    init(most: Int = OutgoingTurns.most, toOneHost: Int = OutgoingTurns.mostToOneHost) {
        self.most = most
        mostToOneHost = toOneHost
    }

    private let underWay = Mutex<[String: Int]>([:])

    /// Takes a turn; `false` where none is free. A turn that was taken must be given back.
    func take(for host: String) -> Bool {
        underWay.withLock { counts in
            guard counts.values.reduce(0, +) < most, counts[host, default: 0] < mostToOneHost else {
                return false
            }
            counts[host, default: 0] += 1
            return true
        }
    }

    /// Gives a turn back.
    func giveBack(for host: String) {
        underWay.withLock { counts in
            let left = counts[host, default: 1] - 1
            counts[host] = left > 0 ? left : nil
        }
    }
}
