import MartletDirectory

/// The numbers of a period that the overview tells in a sentence.
package struct SignInNumbers: Sendable, Equatable {
    /// How often somebody was asked for a second factor.
    package var challenges: Int
    /// Sign-ins of clients that cannot do modern authentication.
    package var legacyAttempts: Int
    /// How many of those were refused.
    package var legacyRefused: Int

    /// Numbers with every field given.
    package init(challenges: Int, legacyAttempts: Int, legacyRefused: Int) {
        self.challenges = challenges
        self.legacyAttempts = legacyAttempts
        self.legacyRefused = legacyRefused
    }
}

extension SignInRows {
    /// The numbers since `from`.
    package func numbers(in tenant: ID<Tenant>, from: Timestamp) throws -> SignInNumbers {
        let row = try connection.first(
            """
            SELECT COUNT(*) FILTER (WHERE error_code = 50074 OR error_code = 50076) AS challenges,
                COUNT(*) FILTER (WHERE is_legacy) AS legacy,
                COUNT(*) FILTER (WHERE is_legacy AND status = 'failure') AS refused
            FROM sign_ins WHERE tenant_id = $1 AND created_at >= $2
            """, [.id(tenant), .time(from)]
        ) { row in
            SignInNumbers(
                challenges: try row.number("challenges"), legacyAttempts: try row.number("legacy"),
                legacyRefused: try row.number("refused"))
        }
        return row ?? SignInNumbers(challenges: 0, legacyAttempts: 0, legacyRefused: 0)
    }

    /// How many sign-ins to each app succeeded since `from`.
    package func countsByApplication(in tenant: ID<Tenant>, from: Timestamp) throws -> [ID<Application>: Int] {
        let counts: [(ID<Application>, Int)] = try connection.all(
            """
            SELECT application_id, COUNT(*) AS number FROM sign_ins
            WHERE tenant_id = $1 AND created_at >= $2 AND status = 'success' AND application_id IS NOT NULL
            GROUP BY application_id
            """, [.id(tenant), .time(from)]
        ) { row in (try row.id("application_id"), try row.number("number")) }
        return Dictionary(uniqueKeysWithValues: counts)
    }
}
