import MartletCredentials
import MartletDirectory
import MartletPolicy
import MartletStore
import Synchronization

/// What the RADIUS door knows of its boxes without asking the store for each packet, and how much it hears of each.
///
/// Anybody can send a datagram, under any address. A packet costs a read of the store only once the secret of a box has
/// vouched for it: until then it is held against what was read a moment ago. It is each node's own.
package final class RADIUSDoorkeeper: Sendable {
    /// How long what was read is good for strangers: a box that is added is heard after this time at the latest. One that is
    /// removed is not heard from the next packet on, because what is answered is read anew.
    static let memory = Duration.seconds(2)
    /// How many requests of one box are answered within a window.
    package static let mostOfBox = 600
    /// How long a window is, from its first request.
    static let window = Duration.minutes(1)
    /// How many requests of one box are worked on at one time; those of the others find room beside them.
    static let mostAtWork = 16

    private struct Box {
        let client: RADIUSClient
        let range: AddressRange
    }

    private struct Tally {
        var began: Timestamp
        var count = 0
        var atWork = 0
    }

    private struct Book {
        var boxes: [Box]?
        var readAt: Timestamp?
        var tallies: [ID<RADIUSClient>: Tally] = [:]
    }

    private let book = Mutex(Book())

    /// A doorkeeper that knows nobody yet.
    package init() {}

    /// The box at an address as it was at most `memory` ago, the one of the narrowest range.
    /// - Throws: `StoreError`.
    func box(at address: NetworkAddress, _ tools: Tools) async throws -> RADIUSClient? {
        if isDue(at: tools.now) {
            do {
                let boxes = try await tools.store.read { tables in
                    try tables.radiusClients.all().compactMap { client in
                        AddressRange(parsing: client.addressRange).map { Box(client: client, range: $0) }
                    }
                }
                book.withLock { $0.boxes = boxes }
            } catch {
                book.withLock { $0.readAt = nil }
                throw error
            }
        }
        return book.withLock { book in
            (book.boxes ?? []).filter { $0.range.contains(address) }
                .max { $0.range.prefixLength < $1.range.prefixLength }?.client
        }
    }

    /// Whether it is to be read now. Whoever hears yes reads, and the others go on with what is known; where nothing is,
    /// each of them reads.
    private func isDue(at now: Timestamp) -> Bool {
        book.withLock { book in
            if book.boxes != nil, let readAt = book.readAt, now < readAt + Self.memory, !readAt.isAhead(of: now) {
                return false
            }
            book.readAt = now
            return true
        }
    }

    /// Whether one more request of a box is heard; `leave` must follow if it is.
    func admit(_ box: ID<RADIUSClient>, at now: Timestamp) -> Bool {
        book.withLock { book in
            var tally = book.tallies[box] ?? Tally(began: now)
            // A clock that was set back must not freeze a window.
            if now >= tally.began + Self.window || now < tally.began { (tally.began, tally.count) = (now, 0) }
            guard tally.count < Self.mostOfBox, tally.atWork < Self.mostAtWork else { return false }
            tally.count += 1
            tally.atWork += 1
            book.tallies[box] = tally
            return true
        }
    }

    /// A request of a box is answered.
    func leave(_ box: ID<RADIUSClient>) {
        book.withLock { $0.tallies[box]?.atWork -= 1 }
    }
}
