extension Migration {
    /// A question that wants the phone's PIN may have a password behind it all the same.
    static let phoneQuestions = Migration(
        number: 24,
        title: "What is behind a question to a phone",
        statements: [
            "ALTER TABLE push_requests ADD COLUMN follows_proof BOOLEAN NOT NULL DEFAULT FALSE",
            "UPDATE push_requests SET follows_proof = TRUE WHERE is_alone = FALSE",
        ])
}
