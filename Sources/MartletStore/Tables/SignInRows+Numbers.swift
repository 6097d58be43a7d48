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
        let challenges = try connection.number(
            """
            SELECT COUNT(*) AS number FROM sign_ins
            WHERE tenant_id = $1 AND error_code <> 0 AND error_code IN (50074, 50076) AND created_at >= $2
            """, [.id(tenant), .time(from)], "number")
        let row = try connection.first(
            """
            SELECT COUNT(*) AS legacy, COUNT(*) FILTER (WHERE status = 'failure') AS refused
            FROM sign_ins WHERE tenant_id = $1 AND is_legacy AND created_at >= $2
            """, [.id(tenant), .time(from)]
        ) { row in
            SignInNumbers(
                challenges: challenges, legacyAttempts: try row.number("legacy"),
                legacyRefused: try row.number("refused"))
        }
        return row ?? SignInNumbers(challenges: challenges, legacyAttempts: 0, legacyRefused: 0)
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
