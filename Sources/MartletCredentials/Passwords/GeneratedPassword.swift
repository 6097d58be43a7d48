/// Random passwords that people can read to one another, for temporary passwords and emergency accounts.
package enum GeneratedPassword {
    private static let consonants = Array("bdfghjklmnprstvz")
    private static let vowels = Array("aiou")

    /// Random bytes that a password of 80 bits takes.
    package static let temporaryLength = 10
    /// Random bytes that a password of 128 bits takes.
    package static let emergencyLength = 16

    /// Spells `random`, two bytes a group, as in `lusab-babad-gutih-tugad-mudof`.
    ///
    /// At least 10 random bytes (80 bits), an even number. A group is five letters, none of which sounds like another.
    package static func spelling(_ random: [UInt8]) -> String {
        precondition(random.count >= temporaryLength && random.count.isMultiple(of: 2), "10 random bytes or more")
        var text = ""
        for index in stride(from: 0, to: random.count, by: 2) {
            let bits = Int(random[index]) << 8 | Int(random[index + 1])
            if index > 0 { text.append("-") }
            text.append(consonants[bits >> 12 & 15])
            text.append(vowels[bits >> 10 & 3])
            text.append(consonants[bits >> 6 & 15])
            text.append(vowels[bits >> 4 & 3])
            text.append(consonants[bits & 15])
        }
        return text
    }
}
