import Synchronization

/// The spans of one request, while it is answered: how long it took, and what of that was the store, the hashing and
/// the judgement. Made only where the operator asked for traces; without one nothing is written down.
///
/// A span has a name of ours and a few words and numbers of ours. Nothing that a client sent gets into it.
package final class RequestTrace: Sendable {
    /// The span that is under way in this task.
    @TaskLocal package static var current: Span?

    /// One span that was begun: a place in its trace.
    package struct Span: Sendable {
        /// The trace.
        package let trace: RequestTrace
        /// Its number in the trace; 0 is the request's own.
        let number: Int

        /// Begins a span below this one; `nil` where the trace is full.
        package func begin(_ name: String) -> Span? { trace.begin(name, below: number) }

        /// Ends the span.
        package func end() { trace.end(number) }
    }

    /// A span as it is told to a collector.
    package struct Entry: Sendable {
        /// What was done: `store.read`, `hash`, `decide`, …
        package var name: String
        /// The number of the span that it is a part of; `nil` for the request's own.
        package let parent: Int?
        /// Nanoseconds after the beginning of the trace.
        package let began: Int64
        /// The same, of the end.
        package var ended: Int64
    }

    /// A longer one is cut.
    private static let mostSpans = 128

    /// The name of the trace, 16 bytes.
    package let id: [UInt8]
    /// The name of the first span, 8 bytes; the others are counted from it.
    package let firstSpan: [UInt8]
    /// The span of somebody else that this request is a part of, 8 bytes; `nil` where it is the beginning.
    package let outerSpan: [UInt8]?
    /// The time of the day at which it began.
    package let beganAt: Timestamp
    private let began = ContinuousClock.now
    private let entries: Mutex<[Entry]>

    /// Begins the trace of a request, with `random` of 24 bytes; as a part of `outer` where that is given.
    package init(_ name: String, at: Timestamp, random: [UInt8], partOf outer: (trace: [UInt8], span: [UInt8])? = nil) {
        id = outer?.trace ?? Array(random.prefix(16))
        outerSpan = outer?.span
        firstSpan = Array(random.dropFirst(16).prefix(8))
        beganAt = at
        entries = Mutex([Entry(name: name, parent: nil, began: 0, ended: 0)])
    }

    /// The name of a span by its number, 8 bytes.
    package func spanID(_ number: Int) -> [UInt8] {
        var bytes = firstSpan
        // Distinct within the trace, which is all that a span's name must be.
        bytes[7] ^= UInt8(truncatingIfNeeded: number)
        return bytes
    }

    /// The span of the request itself.
    package var root: Span { Span(trace: self, number: 0) }

    /// Ends the request's own span under the name that it turned out to have, and answers every span; those that have
    /// not ended end now.
    package func finish(as name: String) -> [Entry] {
        let now = elapsed()
        return entries.withLock { entries in
            entries[0].name = name
            for index in entries.indices where entries[index].ended == 0 { entries[index].ended = now }
            return entries
        }
    }

    private func begin(_ name: String, below parent: Int) -> Span? {
        let now = elapsed()
        return entries.withLock { entries in
            guard entries.count < Self.mostSpans else { return nil }
            entries.append(Entry(name: name, parent: parent, began: now, ended: 0))
            return Span(trace: self, number: entries.count - 1)
        }
    }

    private func end(_ number: Int) {
        let now = elapsed()
        entries.withLock { $0[number].ended = now }
    }

    private func elapsed() -> Int64 {
        let parts = (ContinuousClock.now - began).components
        return parts.seconds * 1_000_000_000 + parts.attoseconds / 1_000_000_000
    }
}
