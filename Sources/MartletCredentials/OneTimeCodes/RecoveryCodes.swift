import MartletDirectory

/// The ten codes that stand in for a lost authenticator, each good once, 80 random bits each.
package enum RecoveryCodes {
    /// Codes in a set.
    package static let count = 10
    /// Random bytes that a set takes.
    package static let randomLength = count * bytesEach

    private static let bytesEach = 10

    /// A set of codes of 100 random bytes, as they are shown: `ABCD-EFGH-IJKL-MNOP`.
    package static func generate(from random: [UInt8]) -> [String] {
        precondition(random.count == randomLength, "100 random bytes")
        return stride(from: 0, to: random.count, by: bytesEach).map { start in
            shown(Base32.encode(random[start..<start + bytesEach]))
        }
    }

    /// The 16 characters of a code as it was shown or typed, or `nil` if it cannot be one.
    ///
    /// Case, spaces and hyphens do not matter.
    package static func canonical(_ typed: String) -> String? {
        guard typed.utf8.count <= 64 else { return nil }
        var code: [UInt8] = []
        for byte in typed.utf8 where byte != UInt8(ascii: " ") && byte != UInt8(ascii: "-") {
            let isSmall = (UInt8(ascii: "a")...UInt8(ascii: "z")).contains(byte)
            let character = isSmall ? byte - 32 : byte
            guard Base32.contains(character) else { return nil }
            code.append(character)
        }
        return code.count == 16 ? String(decoding: code, as: UTF8.self) : nil
    }

    /// What the store keeps of a code: keyed, so that it is worth nothing without the installation's key, and bound to
    /// the user. `canonical` is the result of the function of that name.
    package static func hash(_ canonical: String, user: ID<User>, sealer: Sealer) -> [UInt8] {
        sealer.mac(Array(canonical.utf8), context: "recovery-code:\(user)")
    }

    private static func shown(_ code: String) -> String {
        var text = ""
        for (index, character) in code.enumerated() {
            if index > 0 && index.isMultiple(of: 4) { text.append("-") }
            text.append(character)
        }
        return text
    }
}
