import SwiftASN1

/// What an entry must be like to be found (RFC 4511 section 4.5.1.7), of limited depth and size.
indirect enum LDAPFilter: Sendable, Equatable {
    case and([LDAPFilter])
    case or([LDAPFilter])
    case not(LDAPFilter)
    case equal(String, [UInt8])
    case substrings(String, [Piece])
    case greaterOrEqual(String, [UInt8])
    case lessOrEqual(String, [UInt8])
    case present(String)
    /// A rule by name, which is not known here: it is neither true nor false of any entry.
    case extensible

    /// A piece of a value.
    enum Piece: Sendable, Equatable {
        case initial([UInt8])
        case any([UInt8])
        case final([UInt8])
    }

    /// How deep filters may stand in one another.
    static let greatestDepth = 16
    /// How many filters there may be in one.
    static let greatestSize = 256

    /// Reads a filter.
    /// - Throws: `LDAPMalformed`, for one past the limits too.
    init(_ element: BERElement) throws(LDAPMalformed) {
        var size = 0
        self = try Self.read(element, depth: 1, size: &size)
    }

    private static func read(
        _ element: BERElement, depth: Int, size: inout Int
    ) throws(LDAPMalformed) -> LDAPFilter {
        size += 1
        guard depth <= greatestDepth, size <= greatestSize else { throw LDAPMalformed() }
        switch element.contextTag {
        case 0: return .and(try all(element, depth: depth, size: &size))
        case 1: return .or(try all(element, depth: depth, size: &size))
        case 2:
            let inner = try element.children()
            guard inner.count == 1 else { throw LDAPMalformed() }
            return .not(try read(inner[0], depth: depth + 1, size: &size))
        case 3, 8:
            // Nothing is compared by likeness here: `~=` is `=`.
            let (name, value) = try assertion(element)
            return .equal(name, value)
        case 4: return try substrings(element, size: &size)
        case 5:
            let (name, value) = try assertion(element)
            return .greaterOrEqual(name, value)
        case 6:
            let (name, value) = try assertion(element)
            return .lessOrEqual(name, value)
        case 7: return .present(try BERElement.text(element.octets()).lowercased())
        case 9:
            _ = try element.children()
            return .extensible
        default: throw LDAPMalformed()
        }
    }

    private static func all(
        _ element: BERElement, depth: Int, size: inout Int
    ) throws(LDAPMalformed) -> [LDAPFilter] {
        var filters: [LDAPFilter] = []
        for child in try element.children() { filters.append(try read(child, depth: depth + 1, size: &size)) }
        return filters
    }

    private static func assertion(_ element: BERElement) throws(LDAPMalformed) -> (String, [UInt8]) {
        let parts = try element.children()
        guard parts.count == 2 else { throw LDAPMalformed() }
        return (try parts[0].string().lowercased(), try parts[1].octetString())
    }

    private static func substrings(_ element: BERElement, size: inout Int) throws(LDAPMalformed) -> LDAPFilter {
        let parts = try element.children()
        guard parts.count == 2 else { throw LDAPMalformed() }
        let name = try parts[0].string().lowercased()
        let elements = try parts[1].children(of: .sequence)
        guard !elements.isEmpty else { throw LDAPMalformed() }
        var pieces: [Piece] = []
        for (index, piece) in elements.enumerated() {
            size += 1
            guard size <= greatestSize else { throw LDAPMalformed() }
            let bytes = try piece.octets()
            switch piece.contextTag {
            case 0 where index == 0: pieces.append(.initial(bytes))
            case 1: pieces.append(.any(bytes))
            case 2 where index == elements.count - 1: pieces.append(.final(bytes))
            default: throw LDAPMalformed()
            }
        }
        return .substrings(name, pieces)
    }

    /// The attributes that it looks at, in lower case.
    var attributes: Set<String> {
        switch self {
        case .and(let filters), .or(let filters): Set(filters.flatMap(\.attributes))
        case .not(let filter): filter.attributes
        case .equal(let name, _), .substrings(let name, _), .greaterOrEqual(let name, _), .lessOrEqual(let name, _),
            .present(let name):
            [name]
        case .extensible: []
        }
    }
}
