import MartletActions
import MartletPolicy
import Synchronization

/// A way out that leads nowhere: it answers what the test put there, and remembers what was asked of it.
package final class CannedFetch: OutgoingFetch {
    /// A form that was posted.
    package struct Post: Sendable, Equatable {
        /// Where to.
        package let url: String
        /// The form as it was sent.
        package let form: String
    }

    /// A message that was posted.
    package struct Sent: Sendable {
        /// Where to.
        package let url: String
        /// The message.
        package let message: OutgoingMessage
    }

    private struct State: Sendable {
        var documents: [String: Result<[UInt8], OutgoingRefusal>] = [:]
        var statuses: [String: Result<Int, OutgoingRefusal>] = [:]
        var asked: [String] = []
        var posts: [Post] = []
        var sent: [Sent] = []
    }

    private let state = Mutex(State())

    /// A way out behind which there is nothing yet.
    package init() {}

    /// Puts a document at `url`, or takes it away.
    package func put(_ text: String?, at url: String) {
        state.withLock { $0.documents[url] = text.map { .success(Array($0.utf8)) } }
    }

    /// Puts bytes at `url`.
    package func put(bytes: [UInt8], at url: String) {
        state.withLock { $0.documents[url] = .success(bytes) }
    }

    /// Lets fetching `url` fail.
    package func fail(_ refusal: OutgoingRefusal, at url: String) {
        state.withLock { $0.documents[url] = .failure(refusal) }
    }

    /// Says what a post to `url` is answered with; 200 where nothing is said.
    package func answer(_ result: Result<Int, OutgoingRefusal>, to url: String) {
        state.withLock { $0.statuses[url] = result }
    }

    /// The URLs that were fetched, in order.
    package var asked: [String] { state.withLock { $0.asked } }

    /// The forms that were posted, in order.
    package var posts: [Post] { state.withLock { $0.posts } }

    /// The messages that were posted, in order.
    package var sent: [Sent] { state.withLock { $0.sent } }

    /// What the test put at `url`.
    /// - Throws: what the test said; `OutgoingRefusal.unreachable` where it said nothing; `.tooLarge`.
    package func get(_ url: String, _ kind: OutgoingDocument) async throws(OutgoingRefusal) -> [UInt8] {
        let result = state.withLock { state in
            state.asked.append(url)
            return state.documents[url]
        }
        guard let bytes = try result?.get() else { throw .unreachable }
        guard bytes.count <= kind.limit else { throw .tooLarge }
        return bytes
    }

    /// Passes any address that the test did not let fail.
    /// - Throws: what the test said.
    package func check(_ url: String) async throws(OutgoingRefusal) {
        guard case .failure(let refusal) = state.withLock({ $0.documents[url] }) else { return }
        throw refusal
    }

    /// Keeps the form.
    /// - Throws: what the test said.
    package func post(_ url: String, form: String) async throws(OutgoingRefusal) -> Int {
        let result = state.withLock { state in
            state.posts.append(Post(url: url, form: form))
            return state.statuses[url]
        }
        return try result?.get() ?? 200
    }

    /// Keeps the message.
    /// - Throws: what the test said.
    package func post(_ url: String, _ message: OutgoingMessage) async throws(OutgoingRefusal) -> Int {
        let result = state.withLock { state in
            state.sent.append(Sent(url: url, message: message))
            return state.statuses[url]
        }
        return try result?.get() ?? 201
    }
}
