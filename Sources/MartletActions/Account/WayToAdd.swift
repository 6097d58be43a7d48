import MartletDirectory
import MartletPolicy

/// A way to sign in that a person may add, or why they may not.
///
/// It promises nothing: each action that adds one judges anew.
package struct WayToAdd: Sendable, Equatable {
    /// What it is; the strongest first (MR-5).
    package enum Kind: String, Sendable, CaseIterable { case passkey, phone, app, token }

    /// Why it cannot be added.
    package enum Obstacle: String, Sendable, CaseIterable {
        /// The organisation does not offer it.
        case notOffered
        /// There are as many of it as there may be.
        case full
        /// An administrator has put the person on the block list.
        case blocked
    }

    /// What it is.
    package var kind: Kind
    /// Why it cannot be added; `nil` where it can.
    package var obstacle: Obstacle?

    /// A way with both given.
    package init(_ kind: Kind, _ obstacle: Obstacle? = nil) {
        self.kind = kind
        self.obstacle = obstacle
    }

    /// The ways of a person, the strongest first. A token stands among them only where one was given out.
    static func all(
        of subject: SignInSubject, offersPasskeys: Bool, passkeys: Int, hasToken: Bool, isBlocked: Bool
    ) -> [WayToAdd] {
        func way(_ kind: Kind, isOffered: Bool, isFull: Bool) -> WayToAdd {
            WayToAdd(kind, isBlocked ? .blocked : !isOffered ? .notOffered : isFull ? .full : nil)
        }
        let isFull = subject.authenticators.count >= BeginAuthenticator.most
        var ways = [
            way(.passkey, isOffered: offersPasskeys, isFull: passkeys >= Passkey.most),
            way(.phone, isOffered: subject.allowed.allows(.phone), isFull: isFull),
            way(.app, isOffered: subject.allowed.allows(.app), isFull: isFull),
        ]
        if hasToken { ways.append(way(.token, isOffered: true, isFull: false)) }
        return ways
    }
}
