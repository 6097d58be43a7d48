import Synchronization

/// Bytes that look random and are the same in every run: SplitMix64 from a seed.
package final class SeededRandom: Sendable {
    private let state: Mutex<UInt64>

    /// A generator that begins at `seed`.
    package init(seed: UInt64 = 1) {
        state = Mutex(seed)
    }

    /// The next `count` bytes.
    package func bytes(_ count: Int) -> [UInt8] {
        var bytes: [UInt8] = []
        while bytes.count < count {
            withUnsafeBytes(of: next()) { bytes.append(contentsOf: $0) }
        }
        return Array(bytes.prefix(count))
    }

    private func next() -> UInt64 {
        state.withLock { state in
            state &+= 0x9e37_79b9_7f4a_7c15
            var mixed = state
            mixed = (mixed ^ mixed >> 30) &* 0xbf58_476d_1ce4_e5b9
            mixed = (mixed ^ mixed >> 27) &* 0x94d0_49bb_1331_11eb
            return mixed ^ mixed >> 31
        }
    }
}
