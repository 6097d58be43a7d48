@testable import MartletPolicy

extension Walk {
    /// Which values of the dimensions that lie furthest out a walk goes through.
    struct Extent {
        /// The busiest first: a missing guard shows sooner there.
        var circumstances = (UInt8(0)..<8).reversed().map { SignInFacts.Circumstances(rawValue: $0) }
        var graces: [SignInFacts.Grace] = [.notStarted(days: 0), .notStarted(days: 14), .running(daysLeft: 3), .over]
        var accounts = SignInFacts.Account.allCases
        var reliances = SignInFacts.Reliance.allCases

        /// Every value of them.
        static let whole = Extent()

        /// Good accounts in few circumstances. Where a guard is gone, most often something is amiss there already.
        static let corners = Extent(
            circumstances: [SignInFacts.Circumstances(rawValue: 7), []],
            graces: [.notStarted(days: 0), .running(daysLeft: 3)], accounts: [.enabled], reliances: [.live])
    }
}
