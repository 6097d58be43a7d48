import Dispatch
import Foundation
import MartletDirectory
import MartletServer

/// What happens when the program is told to end by SIGTERM or SIGINT (F38).
///
/// At once `/readyz` says `stopping`; after the delay that the operator chose, in which a load balancer takes the node
/// out, nobody new is let in and what is under way is finished. After ten seconds the program ends whatever is left, and
/// a second signal ends it at once. None of that waits for the threads that serve requests: they may be the trouble.
final class StopSignals: @unchecked Sendable {
    /// The longest that ending takes after the delay.
    static let longest = Duration.seconds(10)
    /// What is left of it when requests that do not end are given up.
    static let reserve = Duration.seconds(1)

    private let queue = DispatchQueue(label: "signals")
    private let delay: Duration
    private let announce: @Sendable () -> Void
    private let stop: @Sendable () -> Void
    // Changed on `queue` alone, which is why the class may say that it is Sendable.
    private var sources: [any DispatchSourceSignal] = []
    private var hasBegun = false

    /// Listens from now on. `announce` is called at the first signal, and `stop` after `delay`.
    init(delay: Duration, announce: @escaping @Sendable () -> Void, stop: @escaping @Sendable () -> Void) {
        self.delay = delay
        self.announce = announce
        self.stop = stop
        // A source hears signals from some moment after `resume` on; one that came before it would be ignored for good.
        let numbers = [SIGTERM, SIGINT]
        let listening = DispatchSemaphore(value: 0)
        queue.sync {
            for number in numbers {
                signal(number, SIG_IGN)
                let source = DispatchSource.makeSignalSource(signal: number, queue: queue)
                source.setRegistrationHandler { listening.signal() }
                source.setEventHandler { [unowned self] in take(number) }
                source.resume()
                sources.append(source)
            }
        }
        for _ in numbers { listening.wait() }
    }

    private func take(_ number: Int32) {
        // As a shell counts programs that a signal ended.
        guard !hasBegun else { _exit(128 + number) }
        hasBegun = true
        announce()
        queue.asyncAfter(deadline: .now() + delay.asSeconds) { [stop] in stop() }
        // Whatever was acknowledged is on the disk; what is left are clients that do not end.
        queue.asyncAfter(deadline: .now() + (delay + Self.longest).asSeconds - 0.25) { _exit(EXIT_SUCCESS) }
    }
}
