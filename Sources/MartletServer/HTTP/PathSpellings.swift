/// The addresses of the protocols, which some clients write in other letter cases (`/UserRealm/`, `/GetUserRealm.srf`).
///
/// A path that is one of ours in another spelling is turned into ours before it is routed. Only the words that are ours
/// change; what a caller filled in stays as it came. Pages are matched exactly.
struct PathSpellings: Sendable {
    /// The segments of each pattern; `nil` stands for one that the caller fills in.
    private let patterns: [Int: [[String?]]]

    /// The spellings of route patterns such as `/:tenant/oauth2/v2.0/token`.
    init(_ routes: [String]) {
        let all = Set(routes).sorted().map { route in
            route.split(separator: "/").map { $0.hasPrefix(":") ? nil : String($0) }
        }
        patterns = Dictionary(grouping: all) { $0.count }
    }

    /// The path, with its query, as it is routed; `nil` where it may stay as it is.
    func canonical(_ target: String) -> String? {
        let path = target.prefix { $0 != "?" }
        // Nearly every request is spelled as the discovery document spells it, and is looked at once.
        guard path.utf8.contains(where: { $0 >= UInt8(ascii: "A") && $0 <= UInt8(ascii: "Z") }) else { return nil }
        let segments = path.split(separator: "/")
        guard let candidates = patterns[segments.count] else { return nil }
        for pattern in candidates {
            let isSame = zip(pattern, segments).allSatisfy { word, segment in
                word.map { $0.utf8.elementsEqual(segment.lowercased().utf8) } ?? true
            }
            guard isSame else { continue }
            let spelled = zip(pattern, segments).map { word, segment in word ?? String(segment) }
            return "/" + spelled.joined(separator: "/") + target.dropFirst(path.count)
        }
        return nil
    }
}
