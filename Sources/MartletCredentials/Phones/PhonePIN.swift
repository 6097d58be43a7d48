import MartletDirectory

/// The PIN that a phone asks for when it stands alone: what a person knows, beside the phone that they have (PH-1).
///
/// The server checks it, with the number and the phone's signature, and counts what is wrong: a PIN that the phone alone
/// checked would be the phone's word for itself, and could be tried out by whoever has copied its store.
package struct PhonePIN: Sendable, Equatable {
    /// How many digits it has.
    package static let lengths = 6...12

    /// How many bytes its digest has.
    package static let hashLength = 32

    /// The digits.
    private let digits: String

    /// The PIN that somebody typed, in digits of any width, with or without spaces; `nil` for what cannot be one.
    package init?(typed: String) {
        guard typed.utf8.count <= 64 else { return nil }
        var digits = ""
        for character in typed where character != " " {
            guard let value = character.wholeNumberValue, (0...9).contains(value) else { return nil }
            digits.append(String(value))
        }
        guard Self.lengths.contains(digits.utf8.count) else { return nil }
        self.digits = digits
    }

    /// Whether it is among the first that anybody would try: one digit throughout, a short piece that is repeated, or
    /// digits that count up or down.
    package var isEasilyGuessed: Bool {
        let values = Array(digits.utf8)
        let steps = Set(zip(values, values.dropFirst()).map { (Int($1) - Int($0) + 10) % 10 })
        if steps.count == 1, let step = steps.first, step == 0 || step == 1 || step == 9 { return true }
        return (2...3).contains { length in
            values.count.isMultiple(of: length)
                && zip(values, values.dropFirst(length)).allSatisfy { $0 == $1 }
        }
    }

    /// What the store keeps: keyed, so that it is worth nothing without the installation's key, and bound to the phone.
    package func hash(phone: ID<TOTPMethod>, sealer: Sealer) -> [UInt8] {
        sealer.mac(Array(digits.utf8), context: "phone-pin:\(phone)")
    }
}
