/// Wakes whoever tells others of something. It carries nothing: what is to be told stands in the store, and who does not
/// hear the bell looks there after a few seconds.
package final class Bell: Sendable {
    private let stream: AsyncStream<Void>
    private let continuation: AsyncStream<Void>.Continuation

    /// A bell that nobody has rung.
    package init() {
        (stream, continuation) = AsyncStream.makeStream(bufferingPolicy: .bufferingNewest(1))
    }

    /// Rings; once or many times before somebody listens is the same.
    package func ring() { continuation.yield() }

    /// The ringing, for one listener.
    package var rings: AsyncStream<Void> { stream }
}
