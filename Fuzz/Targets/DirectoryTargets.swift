@testable import MartletServer

/// Messages of directory clients (A218): what is read is one whole frame within the limits, however it arrives.
enum LDAPTarget: FuzzTarget {
    static let name = "ldap"

    static func check(_ input: [UInt8]) throws {
        let limit = 16 * 1024
        guard let request = try? LDAPRequest(input) else { return }
        try hold((1...Int(Int32.max)).contains(request.id), "the number of a message is a client's")
        try hold(request.controls.count <= LDAPRequest.mostControls, "there are few controls")
        guard input.count <= limit else { return }
        for portion in [1, 3, input.count] {
            var frames = LDAPFrames(limit: limit)
            var found: [[UInt8]] = []
            var rest = (input + input)[...]
            while !rest.isEmpty {
                frames.append(rest.prefix(portion))
                rest = rest.dropFirst(portion)
                while let frame = try frames.next() { found.append(frame) }
            }
            try hold(found == [input, input] && frames.isEmpty, "what is read is a frame, twice it is two")
        }
        if case .search(let search) = request.operation {
            try hold(search.attributes.count <= LDAPSearch.mostAttributes, "there are few attributes")
            try LDAPFilterTarget.check(search.filter)
        }
    }
}

/// Filters of searches: bounded, and with a logic that holds for every entry.
enum LDAPFilterTarget: FuzzTarget {
    static let name = "ldap-filter"

    private static let entries = [
        LDAPEntry(name: EntryName([]), attributes: []),
        LDAPEntry(
            name: EntryName([.init(attribute: "uid", value: "mia")]),
            attributes: [
                .init("uid", ["mia"]), .init("cn", ["Mia", "Mía"]), .init("member", ["uid=mia,dc=x", "no name"]),
                .init("empty", []), .init("mail", ["mia@example.com"]),
            ]),
    ]

    static func check(_ input: [UInt8]) throws {
        guard let element = try? BERElement(input), let filter = try? LDAPFilter(element) else { return }
        try check(filter)
    }

    static func check(_ filter: LDAPFilter) throws {
        let (depth, size) = measure(filter)
        try hold(depth <= LDAPFilter.greatestDepth && size <= LDAPFilter.greatestSize, "it is bounded")
        for entry in entries {
            let isTrue = entry.matches(filter)
            try hold(!isTrue || !entry.matches(.not(filter)), "nothing is true and false of an entry")
            try hold(entry.matches(.not(.not(filter))) == isTrue, "not not is so")
            try hold(entry.matches(.and([filter, filter])) == isTrue, "and with itself it is itself")
            try hold(entry.matches(.or([filter, .or([])])) == isTrue, "or nothing it is itself")
        }
    }

    private static func measure(_ filter: LDAPFilter) -> (depth: Int, size: Int) {
        switch filter {
        case .and(let filters), .or(let filters):
            let inner = filters.map(measure)
            return (1 + (inner.map(\.depth).max() ?? 0), inner.reduce(1) { $0 + $1.size })
        case .not(let filter):
            let inner = measure(filter)
            return (1 + inner.depth, 1 + inner.size)
        case .substrings(_, let pieces): return (1, 1 + pieces.count)
        case .equal, .greaterOrEqual, .lessOrEqual, .present, .extensible: return (1, 1)
        }
    }
}

/// Names of entries (RFC 4514): what is read is written in one way, and means the same when it is read again.
enum EntryNameTarget: FuzzTarget {
    static let name = "entry-name"

    static func check(_ input: [UInt8]) throws {
        guard let name = EntryName(input.text) else { return }
        try hold(name.parts.count <= EntryName.mostParts, "it has few parts")
        try hold(name.parts.allSatisfy { !$0.attribute.isEmpty && !$0.value.isEmpty }, "no part is empty")
        let written = name.text
        // Escapes can make it longer than a name may be that is read.
        guard written.utf8.count <= EntryName.longest else { return }
        guard let again = EntryName(written) else { throw Broken(description: "our own writing is read") }
        try hold(again == name && again.text == written, "written and read again it is the same")
        try hold(name.isWithin(name) && name.isWithin(EntryName([])), "it is within itself and the root")
    }
}
