/// Why an archive cannot be read or a store cannot take it. None of them has touched the store.
package enum ArchiveError: Error, Equatable {
    /// Not the bytes of an archive at all.
    case notAnArchive
    /// A form that only a newer program reads.
    case newerFormat(Int)
    /// The bytes end before the archive does.
    case truncated
    /// The bytes are not as they were written; the text says where, for the operator.
    case damaged(String)
    /// Made by a program whose schema is newer than this one's.
    case newerSchema(Int)
    /// Its schema's history is not the one that this program knows.
    case otherHistory(Int)
    /// The store that should be filled holds something.
    case targetNotEmpty
    /// The database that should be filled holds tables of something else.
    case targetForeign
    /// Nodes are working with the store.
    case inUse
    /// What was loaded breaks invariants; the sentences of the check.
    case inconsistent([String])
}
