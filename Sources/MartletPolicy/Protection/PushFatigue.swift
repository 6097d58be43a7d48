import MartletDirectory

/// How often somebody's phones may be asked (D14, A050): who knows a password must not be able to wear its owner down.
package enum PushFatigue {
    /// The most requests without a yes within `window`.
    package static let most = 3
    /// The time over which they are counted.
    package static let window: Duration = .minutes(10)
    /// How long one request can be answered.
    package static let lifetime: Duration = .seconds(60)
    /// How long the sign-in may wait with an answer before it goes on.
    package static let useWithin: Duration = .minutes(2)
    /// How many other numbers than the one shown end a request (A051).
    package static let wrongNumbers = 3

    /// The most of them that may have nothing but a name behind them: whoever knows the password as well always has one
    /// left (PH-1).
    package static let mostAlone = 2

    /// What is to be said to another request.
    package enum Verdict: Sendable, Equatable {
        /// It may be asked.
        case free
        /// One waits for its answer already, until then at most.
        case outstanding(until: Timestamp)
        /// There were too many; the phones are left alone until then.
        case paused(until: Timestamp)
    }

    /// Judges another request. `asked` are the person's requests, of which those within the window count; `isOpen` says of
    /// a pending one whether its sign-in still waits.
    package static func judge(
        _ asked: [PhoneRequest], at now: Timestamp, isOpen: (PhoneRequest) throws -> Bool
    ) rethrows -> Verdict {
        let recent = asked.filter { $0.createdAt + window > now && !$0.createdAt.isAhead(of: now) }
        for request in recent where request.state == .pending && request.expiresAt > now {
            if try isOpen(request) { return .outstanding(until: request.expiresAt) }
        }
        return pause(in: recent, after: most) ?? .free
    }

    /// Judges another request that nothing but a name stands behind. All that `judge` says holds for it too; besides, there
    /// are fewer of them, and after a no there is none for the rest of the window.
    package static func judgeAlone(
        _ asked: [PhoneRequest], at now: Timestamp, isOpen: (PhoneRequest) throws -> Bool
    ) rethrows -> Verdict {
        let verdict = try judge(asked, at: now, isOpen: isOpen)
        guard verdict == .free else { return verdict }
        let alone = asked.filter {
            !$0.followsProof && $0.createdAt + window > now && !$0.createdAt.isAhead(of: now)
        }
        let refused = alone.filter { $0.state == .denied || $0.state == .reported }
        return pause(in: refused, after: 1) ?? pause(in: alone, after: mostAlone) ?? .free
    }

    /// The pause where `count` requests had no yes; a yes with the right number is what a request is for and tires nobody.
    private static func pause(in recent: [PhoneRequest], after count: Int) -> Verdict? {
        let unanswered = recent.filter { $0.state != .approved && $0.state != .spent }.map(\.createdAt).sorted()
        guard unanswered.count >= count else { return nil }
        return .paused(until: unanswered[unanswered.count - count] + window)
    }
}
