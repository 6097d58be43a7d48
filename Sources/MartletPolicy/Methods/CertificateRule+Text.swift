import MartletDirectory

extension CertificateRule {
    /// The rule as a text: `issuer:ab12…+policy:1.2.3=multiFactor`, with one of the two or both.
    package var text: String {
        let parts = [issuer.map { "issuer:\($0)" }, policy.map { "policy:\($0)" }].compactMap(\.self)
        return parts.joined(separator: "+") + "=" + worth.rawValue
    }

    /// Reads that text; `nil` for anything else.
    package init?(_ text: some StringProtocol) {
        let halves = text.split(separator: "=", omittingEmptySubsequences: false)
        guard halves.count == 2, let worth = CertificateWorth(rawValue: String(halves[1])) else { return nil }
        var rule = CertificateRule(worth: worth)
        for part in halves[0].split(separator: "+", omittingEmptySubsequences: false) {
            guard let colon = part.firstIndex(of: ":") else { return nil }
            let value = part[part.index(after: colon)...]
            switch part[..<colon] {
            case "issuer":
                guard rule.issuer == nil, let identifier = Self.keyIdentifier(value) else { return nil }
                rule.issuer = identifier
            case "policy":
                guard rule.policy == nil, Self.isObjectIdentifier(value) else { return nil }
                rule.policy = String(value)
            default: return nil
            }
        }
        self = rule
    }

    /// A key identifier in lower-case digits, from digits of either case with or without colons.
    package static func keyIdentifier(_ text: some StringProtocol) -> String? {
        let digits = text.lowercased().filter { $0 != ":" }
        let isRight = digits.utf8.allSatisfy { Hexadecimal.value(of: $0) != nil }
        return isRight && (2...128).contains(digits.utf8.count) && digits.utf8.count.isMultiple(of: 2) ? digits : nil
    }

    /// Whether it is an object identifier with dots.
    package static func isObjectIdentifier(_ text: some StringProtocol) -> Bool {
        let arcs = text.split(separator: ".", omittingEmptySubsequences: false)
        return (2...32).contains(arcs.count) && text.utf8.count <= 128
            && arcs.allSatisfy { arc in
                !arc.isEmpty && arc.utf8.allSatisfy { (UInt8(ascii: "0")...UInt8(ascii: "9")).contains($0) }
            }
    }
}
