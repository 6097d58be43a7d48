import MartletDirectory

/// What the address of a list asks for; whatever it holds that is no question of ours is ignored.
struct ListQuery: Sendable {
    /// The rows of one page.
    static let limit = 50

    private let fields: FormBody

    /// Reads the query of an address.
    init(_ fields: FormBody) {
        self.fields = fields
    }

    /// What is searched for.
    var text: String { text("q") }

    /// Where the page begins; `nil` for the first page.
    var after: String? { fields["after"].flatMap { $0.isEmpty || $0.utf8.count > 512 ? nil : $0 } }

    /// Whether this is a later page than the first.
    var isContinued: Bool { after != nil }

    /// A field as it was typed, at most 100 characters of it, without the white space around it.
    func text(_ name: String) -> String {
        let scalars = fields.text(name).unicodeScalars
        guard let first = scalars.firstIndex(where: { !$0.properties.isWhitespace }),
            let last = scalars.lastIndex(where: { !$0.properties.isWhitespace })
        else { return "" }
        return String(String(scalars[first...last]).prefix(100))
    }

    /// A field whose values are fixed words.
    func word<Word: RawRepresentable<String>>(_ name: String) -> Word? { fields[name].flatMap(Word.init(rawValue:)) }

    /// A field that names something.
    func id<Entity>(_ name: String) -> ID<Entity>? { fields[name].flatMap(ID.init(parsing:)) }

    /// Whether a box is checked.
    func isChecked(_ name: String) -> Bool { fields[name] == "1" }

    /// A field that holds a day, `2026-11-21`.
    func day(_ name: String) -> Timestamp? { Timestamp(day: text(name)) }
}

extension Timestamp {
    /// Midnight in UTC of a day as date fields write it, `2026-11-21`; `nil` if there is no such day.
    init?(day text: String) {
        let parts = text.utf8.split(separator: UInt8(ascii: "-"), omittingEmptySubsequences: false)
        guard parts.map(\.count) == [4, 2, 2], text.utf8.allSatisfy({ $0 == 0x2d || (0x30...0x39).contains($0) }),
            let year = Int64(String(parts[0]) ?? ""), let month = Int64(String(parts[1]) ?? ""),
            let day = Int64(String(parts[2]) ?? ""), year >= 1970, (1...12).contains(month), (1...31).contains(day)
        else { return nil }
        // Years are counted from March, so that the leap day is the last of its year.
        let marchYear = month <= 2 ? year - 1 : year
        let monthIndex = (month + 9) % 12
        let dayOfYear = (153 * monthIndex + 2) / 5 + day - 1
        let days = marchYear * 365 + marchYear / 4 - marchYear / 100 + marchYear / 400 + dayOfYear - 719_468
        self.init(milliseconds: days * 86_400_000)
        // The 31st of a month without one runs over into the next.
        guard dateForm == text else { return nil }
    }
}
