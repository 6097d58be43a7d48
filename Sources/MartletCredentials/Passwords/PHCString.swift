/// The parts of a stored Argon2id hash.
struct PHCString: Equatable {
    /// The cost.
    var parameters: PasswordHasher.Parameters
    /// 16 bytes.
    var salt: [UInt8]
    /// 32 bytes.
    var digest: [UInt8]

    /// A hash with every part given.
    init(parameters: PasswordHasher.Parameters, salt: [UInt8], digest: [UInt8]) {
        self.parameters = parameters
        self.salt = salt
        self.digest = digest
    }

    /// Reads the text form; `nil` unless it is the spelling that `text` writes, with parameters inside the limits.
    init?(parsing text: String) {
        let parts = text.utf8.split(separator: UInt8(ascii: "$"), omittingEmptySubsequences: false)
        guard parts.count == 6, parts[0].isEmpty, parts[1].elementsEqual("argon2id".utf8),
            parts[2].elementsEqual("v=19".utf8)
        else { return nil }
        let costs = parts[3].split(separator: UInt8(ascii: ","), omittingEmptySubsequences: false)
        guard costs.count == 3, let memory = Self.number(costs[0], named: "m"),
            let passes = Self.number(costs[1], named: "t"), Self.number(costs[2], named: "p") == 1,
            PasswordHasher.Parameters.areAcceptable(memoryKiB: memory, passes: passes)
        else { return nil }
        guard let salt = Base64.decode(parts[4]), salt.count == PasswordHasher.saltLength,
            let digest = Base64.decode(parts[5]), digest.count == PasswordHasher.digestLength
        else { return nil }
        self.init(parameters: .init(memoryKiB: memory, passes: passes), salt: salt, digest: digest)
    }

    /// The text form, base 64 without padding.
    var text: String {
        "$argon2id$v=19$m=\(parameters.memoryKiB),t=\(parameters.passes),p=\(parameters.lanes)"
            + "$\(Base64.encode(salt))$\(Base64.encode(digest))"
    }

    private static func number(_ text: Substring.UTF8View, named name: Character) -> Int? {
        guard text.starts(with: "\(name)=".utf8) else { return nil }
        let digits = text.dropFirst(2)
        // Seven digits hold the greatest cost that is accepted, and cannot overflow.
        guard (1...7).contains(digits.count), digits.first != UInt8(ascii: "0") else { return nil }
        var value = 0
        for digit in digits {
            guard (UInt8(ascii: "0")...UInt8(ascii: "9")).contains(digit) else { return nil }
            value = value * 10 + Int(digit - UInt8(ascii: "0"))
        }
        return value
    }
}
