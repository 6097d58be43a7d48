extension JSONObject {
    /// A claim that should be a time is none.
    struct NoTime: Error {}

    /// A claim in whole seconds, `nil` where there is none. Some libraries write fractions, which RFC 7519 section 2
    /// allows: they are cut off. An exponent, a sign, or anything beyond what a date can be is not a time (A175).
    func time(_ name: String) throws(NoTime) -> Int64? {
        guard let value = self[name] else { return nil }
        let seconds: Int64? =
            switch value {
            case .integer(let seconds): seconds
            case .raw(let text) where text.allSatisfy { "0123456789.".contains($0) }:
                text.firstIndex(of: ".").flatMap { Int64(text[..<$0]) }
            default: nil
            }
        guard let seconds, (0...1 << 53).contains(seconds) else { throw NoTime() }
        return seconds
    }

    /// Those that `aud` names: one text, or a list of texts; `nil` for anything else.
    var audiences: [String]? { strings("aud") ?? string("aud").map { [$0] } }
}
