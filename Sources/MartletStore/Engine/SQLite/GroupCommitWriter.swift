import Dispatch
import Foundation
import MartletDirectory
import Synchronization

/// The one thread that changes the database, with a queue before it and one `COMMIT` a batch.
///
/// The writer takes everything that is queued, runs each body in a savepoint of one transaction, commits once, and
/// only then tells the callers: the sync that makes a change durable is shared by all who waited for it.
final class GroupCommitWriter: Sendable {
    /// What waits, and what the thread is doing.
    private struct State {
        var queue: [WriteJob] = []
        var isAsleep = false
        var isClosed = false
        var whenClosed: [CheckedContinuation<Void, Never>] = []
        var hasEnded = false
    }

    /// A longer queue means that the disk does not keep up; waiting behind it helps nobody.
    static let queueLimit = 4096
    /// A checkpoint is due when the log holds so many pages, 16 MiB; a page that changed often is then moved once.
    private static let pagesBetweenCheckpoints = 4096
    /// A log of so many pages, 64 MiB, is long: from there on the writer waits a moment for readers to leave, so that the
    /// log can begin anew.
    static let longLog = 16_384
    /// How many milliseconds it waits; every write waits with it.
    private static let waitForReaders: Int32 = 50

    private let slot: ConnectionSlot
    private let measures: StoreMeasures
    private let alarm: @Sendable (SQLiteAlarm) -> Void
    private let state = Mutex(State())
    private let bell = DispatchSemaphore(value: 0)

    /// A writer on the connection in `slot`; its thread runs until `close` or `stop`.
    ///
    /// It tells `measures` of its work; `alarm` is called on that thread.
    init(
        _ slot: ConnectionSlot, measures: StoreMeasures, alarm: @escaping @Sendable (SQLiteAlarm) -> Void = { _ in }
    ) {
        self.slot = slot
        self.measures = measures
        self.alarm = alarm
    }

    /// Starts the thread.
    func start() {
        let thread = Thread { [self] in work() }
        thread.name = "martlet-writer"
        thread.start()
    }

    /// Queues `body` and returns its result after the commit that made it durable.
    func write<R: Sendable>(_ body: @escaping @Sendable (any SQLConnection) throws -> R) async throws -> R {
        try await withCheckedThrowingContinuation { enqueue(WriteJob(body, $0)) }
    }

    /// Lets the thread finish what is queued and end, without waiting for it.
    func stop() {
        let mustWake = state.withLock { state in
            state.isClosed = true
            defer { state.isAsleep = false }
            return state.isAsleep
        }
        if mustWake { bell.signal() }
    }

    /// Finishes what is queued, ends the thread and closes the connection.
    func close() async {
        await withCheckedContinuation { (continuation: CheckedContinuation<Void, Never>) in
            let hasEnded = state.withLock { state in
                if !state.hasEnded { state.whenClosed.append(continuation) }
                return state.hasEnded
            }
            if hasEnded { continuation.resume() } else { stop() }
        }
    }

    private func enqueue(_ job: WriteJob) {
        enum Answer { case queued(mustWake: Bool), refused(String) }
        let answer: Answer = state.withLock { state in
            if state.isClosed { return .refused("the store is closed") }
            if state.queue.count >= Self.queueLimit { return .refused("the write queue is full") }
            state.queue.append(job)
            defer { state.isAsleep = false }
            return .queued(mustWake: state.isAsleep)
        }
        switch answer {
        case .queued(let mustWake):
            measures.waiting.add(1)
            if mustWake { bell.signal() }
        case .refused(let reason):
            measures.refused.add()
            job.fail(StoreError.unavailable(reason))
        }
    }

    private func work() {
        var log = LogWatch()
        var failureOfSync: String?
        while let batch = takeBatch() {
            if batch.isEmpty {
                bell.wait()
                continue
            }
            if let failureOfSync {
                for job in batch { job.fail(StoreError.unavailable("a sync failed before: \(failureOfSync)")) }
                continue
            }
            commit(batch)
            failureOfSync = tendLog(&log)
        }
        if failureOfSync == nil { try? slot.hold { $0.checkpoint() } }
        slot.close()
        measures.connections.add(-1)
        let waiting = state.withLock { state in
            state.hasEnded = true
            defer { state.whenClosed = [] }
            return state.whenClosed
        }
        for continuation in waiting { continuation.resume() }
    }

    /// Checkpoints when one is due, and raises what there is to raise; what a sync said that failed, then or before.
    private func tendLog(_ log: inout LogWatch) -> String? {
        let (failure, alarms) =
            (try? slot.hold { connection -> (String?, [SQLiteAlarm]) in
                var alarms: [SQLiteAlarm] = []
                measures.logPages.set(connection.logPages)
                if connection.failureOfSync == nil, connection.logPages >= Self.pagesBetweenCheckpoints {
                    let watch = Stopwatch("checkpoint", measures.checkpointSeconds, below: nil)
                    defer { watch.stop() }
                    connection.checkpoint()
                    if log.mustEmpty(connection.logPages), !connection.emptyLog(waiting: Self.waitForReaders),
                        log.mustRaise(connection.logPages)
                    {
                        alarms.append(.logGrows(mebibytes: connection.logPages / 256))
                    }
                }
                if let failure = connection.failureOfSync { alarms.append(.syncFailed(failure)) }
                return (connection.failureOfSync, alarms)
            }) ?? (nil, [])
        for one in alarms { alarm(one) }
        return failure
    }

    /// Everything that is queued; empty after noting that the thread goes to sleep; `nil` when it is time to end.
    private func takeBatch() -> [WriteJob]? {
        state.withLock { state in
            if state.queue.isEmpty {
                if state.isClosed { return nil }
                state.isAsleep = true
            }
            defer { state.queue = [] }
            return state.queue
        }
    }

    private func commit(_ batch: [WriteJob]) {
        measures.waiting.add(-batch.count)
        measures.busy.add(1)
        measures.batchSize.record(Double(batch.count))
        let watch = Stopwatch("commit", measures.batchSeconds, below: nil)
        defer {
            watch.stop()
            measures.busy.add(-1)
        }
        do {
            try slot.hold { $0.commitTogether(batch) }
        } catch {
            // `commitTogether` answers for what it started; this is a slot without a connection.
            for job in batch { job.fail(error) }
        }
    }
}
