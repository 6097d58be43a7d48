import MartletDirectory

/// Proofs in a text column: `0:1700000000000,1:1700000005000:hardware`, the method's number and the time of each, in
/// order, and what it was proven with where that is kept.
///
/// Sessions, codes and families are read at every request, and this form needs no JSON decoder.
enum ProofsColumn {
    /// The text for `proofs`; empty for none.
    static func text(_ proofs: [Proof]) -> String {
        var text = ""
        for proof in proofs {
            if !text.isEmpty { text += "," }
            text += "\(proof.method.rawValue):\(proof.at.milliseconds)"
            if let model = proof.model { text += ":" + model }
        }
        return text
    }

    /// Reads the text; `nil` if it is not of this form or names a method that this program does not know.
    static func proofs(_ text: String) -> [Proof]? {
        var text = text
        return text.withUTF8 { bytes in
            var proofs: [Proof] = []
            for item in bytes.split(separator: UInt8(ascii: ",")) {
                guard let colon = item.firstIndex(of: UInt8(ascii: ":")), let number = integer(item[..<colon]),
                    let method = UInt8(exactly: number).flatMap(Method.init(rawValue:))
                else { return nil }
                let rest = item[(colon + 1)...]
                let end = rest.firstIndex(of: UInt8(ascii: ":")) ?? rest.endIndex
                guard let milliseconds = integer(rest[..<end]) else { return nil }
                var model: String?
                if end < rest.endIndex {
                    guard let word = word(rest[(end + 1)...]) else { return nil }
                    model = word
                }
                proofs.append(Proof(method: method, at: Timestamp(milliseconds: milliseconds), model: model))
            }
            return proofs
        }
    }

    /// The lower-case letters and digits of a model; `nil` for anything else.
    private static func word(_ letters: Slice<UnsafeBufferPointer<UInt8>>) -> String? {
        let isWord = letters.allSatisfy { letter in
            (UInt8(ascii: "0")...UInt8(ascii: "9")).contains(letter)
                || (UInt8(ascii: "a")...UInt8(ascii: "z")).contains(letter)
        }
        guard isWord, (1...64).contains(letters.count) else { return nil }
        return String(decoding: letters, as: UTF8.self)
    }

    /// The number that ASCII digits spell, a minus sign before them or not; `nil` for anything else.
    private static func integer(_ digits: Slice<UnsafeBufferPointer<UInt8>>) -> Int64? {
        let isNegative = digits.first == UInt8(ascii: "-")
        let digits = isNegative ? digits.dropFirst() : digits
        guard (1...18).contains(digits.count) else { return nil }
        var value: Int64 = 0
        for digit in digits {
            guard (UInt8(ascii: "0")...UInt8(ascii: "9")).contains(digit) else { return nil }
            value = value * 10 + Int64(digit - UInt8(ascii: "0"))
        }
        return isNegative ? -value : value
    }
}

extension SQLRow {
    /// Proofs in the form of `ProofsColumn`.
    mutating func proofs(_ name: String) throws -> [Proof] {
        guard let proofs = ProofsColumn.proofs(try text(name)) else {
            throw StoreError.unexpectedColumn("column `\(name)` does not hold proofs")
        }
        return proofs
    }

    /// Scopes separated by spaces.
    mutating func scopes(_ name: String) throws -> ScopeSet { ScopeSet(stored: try text(name)) }
}
