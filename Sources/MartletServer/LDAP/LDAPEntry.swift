/// One entry, with the values that somebody may see.
struct LDAPEntry: Sendable, Equatable {
    /// One attribute and its values.
    struct Attribute: Sendable, Equatable {
        var name: String
        var values: [String]
        /// Whether it is shown only when it is asked for by name, or all like it are.
        var isOperational: Bool

        init(_ name: String, _ values: [String], isOperational: Bool = false) {
            self.name = name
            self.values = values
            self.isOperational = isOperational
        }

        /// Whether its values are names of entries.
        var holdsNames: Bool { name == "member" || name == "memberOf" }
    }

    var name: EntryName
    var attributes: [Attribute]

    /// The attributes that a search asked for, in the order of the entry; `names` are in lower case (RFC 4511
    /// section 4.5.1.8).
    func selected(_ names: [String]) -> [Attribute] {
        let wanted = Set(names)
        let all = wanted.isEmpty || wanted.contains("*")
        return attributes.filter { attribute in
            wanted.contains(attribute.name.lowercased())
                || (attribute.isOperational ? wanted.contains("+") : all)
        }
    }

    /// Whether an attribute has a value; `nil` if there is no such attribute.
    func has(_ name: String, _ value: [UInt8]) -> Bool? {
        guard let attribute = attribute(name), let text = String(validating: value, as: UTF8.self) else { return nil }
        if attribute.holdsNames {
            guard let wanted = EntryName(text) else { return nil }
            return attribute.values.contains { EntryName($0) == wanted }
        }
        let wanted = text.lowercased()
        return attribute.values.contains { $0.lowercased() == wanted }
    }

    /// Whether the entry is found: only by what is true of it, and what cannot be said is not (RFC 4511 section 4.5.1.7).
    func matches(_ filter: LDAPFilter) -> Bool { truth(of: filter) == true }

    /// True, false, or `nil` for what cannot be said.
    private func truth(of filter: LDAPFilter) -> Bool? {
        switch filter {
        case .and(let filters):
            let truths = filters.map(truth)
            return truths.contains(false) ? false : truths.contains(nil) ? nil : true
        case .or(let filters):
            let truths = filters.map(truth)
            return truths.contains(true) ? true : truths.contains(nil) ? nil : false
        case .not(let filter): return truth(of: filter).map { !$0 }
        case .equal(let name, let value): return has(name, value)
        case .present(let name): return attribute(name) != nil
        case .substrings(let name, let pieces):
            guard let attribute = attribute(name) else { return nil }
            guard !attribute.holdsNames else { return nil }
            return attribute.values.contains { Self.isMade($0, of: pieces) }
        case .greaterOrEqual(let name, let value): return compared(name, value) { $0 >= $1 }
        case .lessOrEqual(let name, let value): return compared(name, value) { $0 <= $1 }
        case .extensible: return nil
        }
    }

    private func compared(_ name: String, _ value: [UInt8], _ holds: (String, String) -> Bool) -> Bool? {
        guard let attribute = attribute(name), !attribute.holdsNames,
            let wanted = String(validating: value, as: UTF8.self)?.lowercased()
        else { return nil }
        return attribute.values.contains { holds($0.lowercased(), wanted) }
    }

    /// Whether a value begins, goes on and ends as the pieces say.
    private static func isMade(_ value: String, of pieces: [LDAPFilter.Piece]) -> Bool {
        var left = Array(value.lowercased().utf8)[...]
        for piece in pieces {
            switch piece {
            case .initial(let bytes):
                let wanted = folded(bytes)
                guard left.starts(with: wanted) else { return false }
                left = left.dropFirst(wanted.count)
            case .any(let bytes):
                let wanted = folded(bytes)
                guard !wanted.isEmpty else { continue }
                guard let place = left.firstRange(of: wanted) else { return false }
                left = left[place.upperBound...]
            case .final(let bytes):
                let wanted = folded(bytes)
                guard left.count >= wanted.count, left.suffix(wanted.count).elementsEqual(wanted) else { return false }
            }
        }
        return true
    }

    private static func folded(_ bytes: [UInt8]) -> [UInt8] {
        Array(String(decoding: bytes, as: UTF8.self).lowercased().utf8)
    }

    private func attribute(_ name: String) -> Attribute? {
        let wanted = name.lowercased()
        return attributes.first { $0.name.lowercased() == wanted }
    }
}
