extension Migration {
    /// What an organisation without the security defaults was given for doors that it never had.
    ///
    /// The step that brought the surfaces left each of them at `both` there. HTTP Basic is as old as that; mail, directory
    /// and network were new, and a password alone opened them without anybody's wish. Where nobody has chosen since, they
    /// take tokens only.
    static let formerDoors = Migration(
        number: 29,
        title: "Older doors that nobody asked for",
        statements: [
            """
            UPDATE tenants SET legacy_authentication = '{"web":{"mode":"both"}}'
            WHERE legacy_authentication = '{"directory":{"mode":"both"},"mail":{"mode":"both"},\
            "network":{"mode":"both"},"web":{"mode":"both"}}'
            """
        ])
}
