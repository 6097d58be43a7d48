/// When a refusal at a door that carries a password alone is told: at a whole number of beats after the question came.
///
/// A right password looks at the account, the roles and the policy besides, which takes fractions of a millisecond
/// longer than a wrong one, and whoever asks a thousand times can measure it. A beat is far longer than the work, so all
/// refusals leave together; and whoever guesses has fewer tries (T12, A090, A213). Who is let in does not wait.
package struct RefusalBeat: Sendable {
    /// The time between two beats.
    package let interval: Duration
    private let now: @Sendable () -> ContinuousClock.Instant
    private let sleep: @Sendable (Duration) async -> Void

    /// A beat on a clock; `sleep` returns early when its task is cancelled, and whoever is gone hears nothing.
    package init(
        every interval: Duration, now: @escaping @Sendable () -> ContinuousClock.Instant,
        sleep: @escaping @Sendable (Duration) async -> Void
    ) {
        self.interval = interval
        self.now = now
        self.sleep = sleep
    }

    /// No beat, for tests and for measurements of the work itself: refusals leave when they are ready.
    package static let none = RefusalBeat(every: .zero, now: { .now }, sleep: { _ in })

    /// Runs `answer`; where that is `nil` or a failure, it is not told before the next beat.
    func keeping<Entrance: Sendable>(_ answer: () async throws -> Entrance?) async throws -> Entrance? {
        let began = now()
        do {
            let entrance = try await answer()
            if entrance == nil { await wait(since: began) }
            return entrance
        } catch {
            await wait(since: began)
            throw error
        }
    }

    private func wait(since began: ContinuousClock.Instant) async {
        guard interval > .zero else { return }
        let beats = Int(began.duration(to: now()) / interval) + 1
        await sleep(now().duration(to: began + interval * beats))
    }
}
