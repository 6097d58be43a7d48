import MartletDirectory

/// What people said of their own sign-ins; it goes with the log.
package struct SignInAnswerRows {
    private static let list = """
        SELECT sign_in_id, was_own FROM sign_in_answers WHERE user_id = $1 AND signed_in_at BETWEEN $2 AND $3
        ORDER BY signed_in_at DESC LIMIT 1000
        """

    private let connection: any SQLConnection

    init(_ connection: any SQLConnection) { self.connection = connection }

    /// Keeps the answer about a sign-in; `false` where there is one already. Only "it was not me" takes the place of "it
    /// was me".
    package func insert(
        _ signIn: SignInRecord, of user: ID<User>, wasOwn: Bool, at time: Timestamp
    ) throws -> Bool {
        try connection.execute(
            """
            INSERT INTO sign_in_answers (sign_in_id, tenant_id, user_id, signed_in_at, was_own, answered_at)
            VALUES ($1, $2, $3, $4, $5, $6)
            ON CONFLICT (sign_in_id) DO UPDATE SET was_own = excluded.was_own, answered_at = excluded.answered_at
            WHERE sign_in_answers.was_own AND NOT excluded.was_own
            """,
            [
                .id(signIn.id), .id(signIn.tenant), .id(user), .time(signIn.createdAt), .boolean(wasOwn), .time(time),
            ]) == 1
    }

    /// A user's answers about the sign-ins of a time, both ends included: whether it was they.
    package func list(
        of user: ID<User>, from: Timestamp, to: Timestamp
    ) throws -> [ID<SignInRecord>: Bool] {
        let answers = try connection.all(Self.list, [.id(user), .time(from), .time(to)]) { row in
            (try row.id("sign_in_id") as ID<SignInRecord>, try row.boolean("was_own"))
        }
        return Dictionary(answers, uniquingKeysWith: { first, _ in first })
    }
}
