import MartletCredentials
import MartletDirectory
import MartletPolicy

/// What a door of Martlet's own wants of the sign-in behind an access token, beyond that there was one (RFC 9470).
package struct StepUp: Sendable, Equatable {
    /// The least assurance.
    package var assurance: Clearance.Assurance
    /// How old the sign-in may be.
    package var maxAge: Duration?

    /// A demand with both given.
    package init(assurance: Clearance.Assurance, maxAge: Duration? = nil) {
        self.assurance = assurance
        self.maxAge = maxAge
    }

    /// Whether the sign-in behind a live token is good enough; a token of an app that acts for itself has none behind it.
    func isMet(by token: LiveToken, at: Timestamp) -> Bool {
        guard let reached = Clearance.Assurance.allCases.first(where: { $0.acr == token.claims.string("acr") }),
            reached >= assurance
        else { return false }
        guard let maxAge else { return true }
        guard let authenticated = token.claims.integer("auth_time") else { return false }
        return at - maxAge <= Timestamp(seconds: authenticated)
    }

    /// The values of `acr` that are enough, the least first.
    package var acceptable: [String] {
        Clearance.Assurance.allCases.filter { $0 >= assurance }.map(\.acr)
    }
}
