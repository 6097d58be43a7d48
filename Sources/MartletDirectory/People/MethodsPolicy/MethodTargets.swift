/// For whom a method is there; who is excluded is, whoever includes them (MP-1).
package struct MethodTargets: SparseDocument {
    /// Whether everybody is included.
    package var includesEverybody: Bool
    /// The groups whose members are included where not everybody is.
    package var includedGroups: [ID<Group>]
    /// The groups whose members are excluded.
    package var excludedGroups: [ID<Group>]

    /// Everybody.
    package init() {
        includesEverybody = true
        includedGroups = []
        excludedGroups = []
    }

    package init(from decoder: any Decoder) throws {
        let members = try decoder.container(keyedBy: CodingKeys.self)
        includesEverybody = try members.decode(.includesEverybody, or: true)
        includedGroups = try members.decode(.includedGroups, or: [])
        excludedGroups = try members.decode(.excludedGroups, or: [])
    }
}
