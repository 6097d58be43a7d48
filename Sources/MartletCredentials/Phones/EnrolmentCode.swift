import MartletDirectory

/// The code that lets one phone register for one account: 16 letters and digits of 80 bits, shown in fours.
///
/// It is made of the enrolment's identifier under the installation's key, so that a page that is loaded again shows the
/// same one and the store holds none.
package struct EnrolmentCode: Sendable, Equatable {
    /// The 16 characters.
    package let characters: String

    /// The code of an enrolment.
    package init(enrolment: String, sealer: Sealer) {
        characters = Base32.encode(sealer.mac(Array(enrolment.utf8), context: "phone-enrolment").prefix(10))
    }

    /// The code that somebody typed or a link holds, in any case, with or without hyphens; `nil` for what cannot be one.
    package init?(typed: String) {
        guard let canonical = RecoveryCodes.canonical(typed) else { return nil }
        characters = canonical
    }

    /// As it is shown: `ABCD-EFGH-IJKL-MNOP`.
    package var text: String {
        stride(from: 0, to: 16, by: 4).map { String(characters.dropFirst($0).prefix(4)) }.joined(separator: "-")
    }

    /// What the store keeps.
    package func digest(by sealer: Sealer) -> [UInt8] {
        sealer.mac(Array(characters.utf8), context: "phone-enrolment-code")
    }
}
