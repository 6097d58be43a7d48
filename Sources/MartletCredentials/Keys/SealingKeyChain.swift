import Crypto
import Synchronization

/// The sealing keys of this process: which there are, and which of them seals.
final class SealingKeyChain: Sendable {
    private struct State: Sendable {
        var keys: [SealingKey]
        var current: SealingKey
        var digestKey: SymmetricKey
    }

    private let source: (any SealingKeySource)?
    private let state: Mutex<State>

    init(_ first: SealingKey, others: [SealingKey], source: (any SealingKeySource)?) {
        self.source = source
        state = Mutex(State(keys: [first] + others, current: first, digestKey: first.digesting))
    }

    /// The key that seals.
    var current: SealingKey { state.withLock { $0.current } }

    /// The key of digests.
    var digestKey: SymmetricKey { state.withLock { $0.digestKey } }

    /// Every key.
    var all: [SealingKey] { state.withLock { $0.keys } }

    /// Their names.
    var names: [SealingKey.ID] { all.map(\.id) }

    /// The key of a name, if this process has it or the source has it now.
    func key(_ id: SealingKey.ID) -> SealingKey? {
        if let known = state.withLock({ $0.keys.first { $0.id == id } }) { return known }
        guard let changed = source?.changed() else { return nil }
        return state.withLock { state in
            // A key that left the source is kept until this process ends: forms that were sealed a minute ago come
            // back. What is in the store was sealed anew before its key left.
            for key in changed where !state.keys.contains(where: { $0.id == key.id }) { state.keys.append(key) }
            return state.keys.first { $0.id == id }
        }
    }

    /// Makes the key of a name the one that seals; `false` if there is none.
    func makeCurrent(_ id: SealingKey.ID) -> Bool {
        guard let key = key(id) else { return false }
        state.withLock { $0.current = key }
        return true
    }

    /// Takes another key of digests.
    func digest(with key: SymmetricKey) {
        state.withLock { $0.digestKey = key }
    }
}
