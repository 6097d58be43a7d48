extension Migration {
    /// When a workload elsewhere last proved itself.
    static let workloadUse = Migration(
        number: 25,
        title: "Last use of federated credentials",
        statements: ["ALTER TABLE federated_credentials ADD COLUMN last_used_at BIGINT"])
}
