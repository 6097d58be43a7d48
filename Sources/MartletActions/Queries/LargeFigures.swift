import MartletDirectory
import MartletStore
import Synchronization

/// Numbers about a whole organisation, which a large one is not counted anew for at every look.
///
/// What was counted out of few rows is never kept. A number out of many is kept for a while that grows with them, shown
/// with the time at which it was true, and counted again behind the back of who looks at it.
package final class LargeFigures: Sendable {
    /// A number with the time at which it was counted, if that is not now.
    package struct Counted<Value: Sendable>: Sendable {
        /// What was counted.
        package let value: Value
        /// When, for a number that was kept.
        package let countedAt: Timestamp?
    }

    /// What a figure is about.
    package enum Subject: Hashable, Sendable {
        /// How many accounts there are.
        case users
        /// How far registration is.
        case registration
        /// The sign-ins of thirty days.
        case signIns
        /// The sign-ins to each app.
        case applications
    }

    private struct Key: Hashable {
        let subject: Subject
        let tenant: ID<Tenant>
    }

    private struct Kept {
        let value: any Sendable
        let condition: String
        let at: Timestamp
        let rows: Int
        var isBeingCounted = false

        /// A minute, and a second for each ten thousand rows: who counts ten million spends a hundredth of the time on it.
        var isFreshUntil: Timestamp { at + .seconds(max(60, rows / 10_000)) }
    }

    /// Out of how many rows a number must be counted to be kept.
    private static let many = 20_000

    private struct State {
        var kept: [Key: Kept] = [:]
        /// What is being counted for who has no number yet: who comes meanwhile waits for the same count.
        var counting: [Key: Count] = [:]
    }

    private struct Count {
        let condition: String
        let task: Task<any Sendable, any Error>
    }

    private let state = Mutex(State())

    init() {}

    /// The figure of a tenant: what was kept, or what `count` answers with, which also says out of how many rows.
    ///
    /// A figure that was counted under another `condition`, such as a setting, is not shown.
    func figure<Value: Sendable>(
        _ subject: Subject, of tenant: ID<Tenant>, under condition: String = "", at: Timestamp, in store: Store,
        _ count: @escaping @Sendable (Tables) throws -> (Value, rows: Int)
    ) async throws -> Counted<Value> {
        let key = Key(subject: subject, tenant: tenant)
        let (found, isDue) = state.withLock { state -> (Kept?, Bool) in
            guard let entry = state.kept[key], entry.condition == condition, entry.at <= at else {
                return (nil, false)
            }
            let isDue = entry.isFreshUntil <= at && !entry.isBeingCounted
            if isDue { state.kept[key]?.isBeingCounted = true }
            return (entry, isDue)
        }
        let counting: @Sendable () async throws -> any Sendable = { [self] in
            do {
                let (value, rows) = try await store.readAtLeisure(count)
                let entry = Kept(value: value, condition: condition, at: at, rows: rows)
                state.withLock { $0.kept[key] = rows < Self.many ? nil : entry }
                return value
            } catch {
                state.withLock { $0.kept[key]?.isBeingCounted = false }
                throw error
            }
        }
        if let found, let value = found.value as? Value {
            // What fails is counted at the next look; who looks now has a number.
            if isDue { Task { _ = try? await counting() } }
            return Counted(value: value, countedAt: found.at)
        }
        let counted = try await together(key, condition, counting)
        if let value = counted as? Value { return Counted(value: value, countedAt: nil) }
        return Counted(value: try await store.readAtLeisure(count).0, countedAt: nil)
    }

    /// Runs `count`, or waits for the same one of somebody else.
    private func together(
        _ key: Key, _ condition: String, _ count: @escaping @Sendable () async throws -> any Sendable
    ) async throws -> any Sendable {
        let (task, isOwn) = state.withLock { state -> (Task<any Sendable, any Error>, Bool) in
            if let running = state.counting[key], running.condition == condition { return (running.task, false) }
            let task = Task { try await count() }
            state.counting[key] = Count(condition: condition, task: task)
            return (task, true)
        }
        defer {
            if isOwn {
                state.withLock { state in
                    if state.counting[key]?.task == task { state.counting[key] = nil }
                }
            }
        }
        return try await task.value
    }
}
