import NIOCore

/// What is being answered and what was answered a moment ago, so that a packet that is sent again is no second try
/// (RFC 5080 section 2.2.2). Bounded: a flood is shed, and nobody is told.
struct RADIUSExchange {
    /// What to do with a datagram.
    enum Verdict: Equatable {
        /// Answer it, and tell `settle`.
        case work
        /// Say again what was said.
        case repeated([UInt8])
        /// Drop it: its answer is being made, or too many are.
        case drop(isFull: Bool)
    }

    /// A datagram and where it came from, whole: a client that asks again sends the same bytes.
    struct Key: Hashable {
        let source: String
        let datagram: [UInt8]
    }

    /// How long an answer is kept for who asks again.
    static let memory = TimeAmount.seconds(15)
    /// How many are answered at one time.
    static let mostAtWork = 64
    /// How many answers are kept.
    static let mostKept = 2048

    private var atWork: Set<Key> = []
    private var answers: [Key: [UInt8]] = [:]
    private var order: [(key: Key, until: NIODeadline)] = []
    private var oldest = 0

    /// Looks at a datagram.
    mutating func take(_ key: Key, at now: NIODeadline) -> Verdict {
        forget(at: now)
        if let answer = answers[key] { return .repeated(answer) }
        if atWork.contains(key) { return .drop(isFull: false) }
        guard atWork.count < Self.mostAtWork else { return .drop(isFull: true) }
        atWork.insert(key)
        return .work
    }

    /// Keeps the answer of a datagram; without one it may be sent again.
    mutating func settle(_ key: Key, answer: [UInt8]?, at now: NIODeadline) {
        atWork.remove(key)
        guard let answer else { return }
        answers[key] = answer
        order.append((key, now + Self.memory))
        forget(at: now)
    }

    private mutating func forget(at now: NIODeadline) {
        while oldest < order.count, order[oldest].until <= now || order.count - oldest > Self.mostKept {
            answers[order[oldest].key] = nil
            oldest += 1
        }
        if oldest > Self.mostKept {
            order.removeFirst(oldest)
            oldest = 0
        }
    }
}
