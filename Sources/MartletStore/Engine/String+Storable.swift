extension String {
    /// The text as every engine can keep it: PostgreSQL knows no U+0000, which becomes the replacement character.
    ///
    /// Done for all engines alike, so that a store that is carried to another reads the same there.
    var storable: String {
        guard utf8.contains(0) else { return self }
        return String(String.UnicodeScalarView(unicodeScalars.map { $0 == "\0" ? "\u{FFFD}" : $0 }))
    }
}
