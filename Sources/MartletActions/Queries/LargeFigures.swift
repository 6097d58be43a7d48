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
    private let kept = Mutex<[Key: Kept]>([:])

    init() {}

    /// The figure of a tenant: what was kept, or what `count` answers with, which also says out of how many rows.
    ///
    /// A figure that was counted under another `condition`, such as a setting, is not shown.
    func figure<Value: Sendable>(
        _ subject: Subject, of tenant: ID<Tenant>, under condition: String = "", at: Timestamp, in store: Store,
        _ count: @escaping @Sendable (Tables) throws -> (Value, rows: Int)
    ) async throws -> Counted<Value> {
        let key = Key(subject: subject, tenant: tenant)
        let (found, isDue) = kept.withLock { kept -> (Kept?, Bool) in
            guard let entry = kept[key], entry.condition == condition, entry.at <= at else { return (nil, false) }
            let isDue = entry.isFreshUntil <= at && !entry.isBeingCounted
            if isDue { kept[key]?.isBeingCounted = true }
            return (entry, isDue)
        }
        let counting: @Sendable () async throws -> Value = { [self] in
            do {
                let (value, rows) = try await store.read(count)
                let entry = Kept(value: value, condition: condition, at: at, rows: rows)
                kept.withLock { $0[key] = rows < Self.many ? nil : entry }
                return value
            } catch {
                kept.withLock { $0[key]?.isBeingCounted = false }
                throw error
            }
        }
        if let found, let value = found.value as? Value {
            // What fails is counted at the next look; who looks now has a number.
            if isDue { Task { _ = try? await counting() } }
            return Counted(value: value, countedAt: found.at)
        }
        return Counted(value: try await counting(), countedAt: nil)
    }
}
