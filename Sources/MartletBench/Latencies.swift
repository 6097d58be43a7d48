import Foundation
import Synchronization

/// How long something took, many times.
struct Latencies: Sendable {
    private var milliseconds: [Double] = []

    /// Adds what `work` takes.
    mutating func measure<R>(_ work: () throws -> R) rethrows -> R {
        let began = ContinuousClock.now
        defer { milliseconds.append((ContinuousClock.now - began).asSeconds * 1000) }
        return try work()
    }

    /// Adds others.
    mutating func add(_ others: Latencies) { milliseconds += others.milliseconds }

    /// The time within which `share` of them were done, 0 to 1.
    func percentile(_ share: Double) -> Double {
        let sorted = milliseconds.sorted()
        guard !sorted.isEmpty else { return 0 }
        return sorted[min(sorted.count - 1, Int((Double(sorted.count) * share).rounded(.up)) - 1)]
    }

    /// The middle one and the one that is exceeded by one in a hundred, for `print`.
    var text: String {
        String(format: "%.2f\t%.2f\t%d", percentile(0.5), percentile(0.99), milliseconds.count)
    }

    /// Takes turns from `turns` over threads with a connection each, and the times of all of them.
    static func over(
        threads: Int, turns: Range<Int>, port: Int, _ work: @escaping @Sendable (Connection, Int) throws -> Void
    ) throws -> Latencies {
        let next = Atomic<Int>(turns.lowerBound)
        let all = Mutex(Latencies())
        let failures = Mutex<[String]>([])
        Threads.run(threads) { _ in
            guard let client = Connection(port: port) else { return failures.withLock { $0.append("no connection") } }
            var mine = Latencies()
            while true {
                let index = next.add(1, ordering: .relaxed).oldValue
                guard index < turns.upperBound else { break }
                do {
                    try mine.measure { try work(client, index) }
                } catch {
                    failures.withLock { $0.append("\(error)") }
                }
            }
            let done = mine
            all.withLock { $0.add(done) }
        }
        if let failure = failures.withLock({ $0.first }) { throw BenchFailure.unexpected(failure) }
        return all.withLock { $0 }
    }
}
