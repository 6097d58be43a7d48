extension Migration {
    /// What people say of their own sign-ins, and what is therefore to be looked at.
    static let risk = Migration(
        number: 17,
        title: "Answers to one's own sign-ins, and risk detections",
        statements: [
            """
            CREATE TABLE sign_in_answers (
                sign_in_id TEXT NOT NULL PRIMARY KEY REFERENCES sign_ins (id) ON DELETE CASCADE,
                tenant_id TEXT NOT NULL,
                user_id TEXT NOT NULL,
                signed_in_at BIGINT NOT NULL,
                was_own BOOLEAN NOT NULL,
                answered_at BIGINT NOT NULL,
                FOREIGN KEY (tenant_id, user_id) REFERENCES users (tenant_id, id))
            """,
            "CREATE INDEX sign_in_answers_by_user ON sign_in_answers (user_id, signed_in_at)",
            """
            CREATE TABLE risk_detections (
                id TEXT NOT NULL PRIMARY KEY,
                tenant_id TEXT NOT NULL,
                user_id TEXT NOT NULL,
                kind TEXT NOT NULL,
                level TEXT NOT NULL,
                state TEXT NOT NULL,
                sign_in_id TEXT,
                detected_at BIGINT NOT NULL,
                closed_at BIGINT,
                FOREIGN KEY (tenant_id, user_id) REFERENCES users (tenant_id, id))
            """,
            "CREATE INDEX risk_detections_by_user ON risk_detections (user_id, detected_at, id)",
        ])
}
