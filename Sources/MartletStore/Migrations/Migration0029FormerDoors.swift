extension Migration {
    /// What an organisation without the security defaults was given for doors that it never had.
    ///
    /// The step that brought the surfaces left each of them at `both` there. HTTP Basic is as old as that; mail, directory
    /// and network were new, and a password alone opened them without anybody's wish. Where nobody has chosen since, they
    /// take tokens only.
    ///
    /// By surface, wherever in the document it stands: every change of an organisation writes the whole of it anew. A surface
    /// that somebody chose has `changedAt` before `mode` and is not matched.
    static let formerDoors = Migration(
        number: 29,
        title: "Older doors that nobody asked for",
        statements: [
            """
            UPDATE tenants SET legacy_authentication = replace(replace(replace(legacy_authentication,
                '"directory":{"mode":"both"}', '"directory":{"mode":"modern"}'),
                '"mail":{"mode":"both"}', '"mail":{"mode":"modern"}'),
                '"network":{"mode":"both"}', '"network":{"mode":"modern"}')
            """
        ])
}
