import MartletDirectory
import MartletPolicy

/// Documents fetched from outside, read and kept for a short while: one fetch at a time for each URL, however many ask.
package actor FetchedDocuments<Document: Sendable> {
    /// How long a copy is used before it is fetched again.
    package static var freshness: Duration { .seconds(300) }
    /// The shortest time between two fetches of one URL, whatever is asked of it.
    package static var pause: Duration { .seconds(30) }
    /// How long the last good copy stands in while fetching fails (A258).
    package static var patience: Duration { .seconds(86_400) }
    /// The most URLs whose copies are kept.
    package static var most: Int { 1000 }

    private struct Entry: Sendable {
        /// The last good copy, and when it came.
        var copy: (document: Document, at: Timestamp)?
        /// When the last fetch ended, and how.
        var triedAt: Timestamp
        var refusal: OutgoingRefusal?
    }

    private let outgoing: any OutgoingFetch
    private let kind: OutgoingDocument
    private let read: @Sendable ([UInt8]) -> Document?
    private var entries: [String: Entry] = [:]
    private var underWay: [String: Task<Result<[UInt8], OutgoingRefusal>, Never>] = [:]

    /// Documents of one kind; `read` gives `nil` for bytes that are none.
    package init(
        _ outgoing: any OutgoingFetch, _ kind: OutgoingDocument, read: @escaping @Sendable ([UInt8]) -> Document?
    ) {
        self.outgoing = outgoing
        self.kind = kind
        self.read = read
    }

    /// The document at `url`. A copy that `isEnough` does not like, such as a key set without the wanted key, is fetched
    /// anew at once, but never more often than every thirty seconds.
    /// - Throws: why there is no copy.
    package func document(
        at url: String, now: Timestamp, isEnough: @Sendable (Document) -> Bool = { _ in true }
    ) async throws(OutgoingRefusal) -> Document {
        if let entry = entries[url] {
            let isRested = now < entry.triedAt || now >= entry.triedAt + Self.pause
            if let copy = entry.copy, copy.at <= now, now < copy.at + Self.freshness {
                if !isRested || isEnough(copy.document) { return copy.document }
            } else if !isRested {
                return try lastGood(of: url, now: now)
            }
        }
        let result = await fetch(url)
        settle(result, for: url, at: now)
        return try lastGood(of: url, now: now)
    }

    /// How many URLs are kept.
    package var count: Int { entries.count }

    private func fetch(_ url: String) async -> Result<[UInt8], OutgoingRefusal> {
        if let task = underWay[url] { return await task.value }
        // Of its own, so that those who wait do not lose the answer when the first one who asked goes away.
        let task = Task { [outgoing, kind] () -> Result<[UInt8], OutgoingRefusal> in
            do throws(OutgoingRefusal) { return .success(try await outgoing.get(url, kind)) } catch {
                return .failure(error)
            }
        }
        underWay[url] = task
        let result = await task.value
        underWay[url] = nil
        return result
    }

    private func settle(_ result: Result<[UInt8], OutgoingRefusal>, for url: String, at: Timestamp) {
        var entry = entries[url] ?? Entry(copy: nil, triedAt: at, refusal: nil)
        entry.triedAt = at
        switch result {
        case .success(let bytes):
            if let document = read(bytes) {
                entry.copy = (document, at)
                entry.refusal = nil
            } else {
                entry.refusal = .content
            }
        case .failure(let refusal): entry.refusal = refusal
        }
        if entries[url] == nil, entries.count >= Self.most,
            let oldest = entries.min(by: { $0.value.triedAt < $1.value.triedAt })
        {
            entries[oldest.key] = nil
        }
        entries[url] = entry
    }

    private func lastGood(of url: String, now: Timestamp) throws(OutgoingRefusal) -> Document {
        guard let entry = entries[url] else { throw .unreachable }
        guard let copy = entry.copy, now < copy.at + Self.patience else { throw entry.refusal ?? .unreachable }
        return copy.document
    }
}
