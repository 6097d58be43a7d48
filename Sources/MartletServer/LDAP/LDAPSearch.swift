import SwiftASN1

/// What a search asks for (RFC 4511 section 4.5.1).
struct LDAPSearch: Sendable, Equatable {
    /// How far below the base it looks.
    enum Scope: Int, Sendable { case base, one, subtree }

    /// The entry to begin at, as it was written.
    var base: String
    var scope: Scope
    /// The most entries wanted; 0 for no wish.
    var sizeLimit: Int
    /// The most seconds; 0 for no wish.
    var timeLimit: Int
    /// Whether only the names of attributes are wanted.
    var typesOnly: Bool
    var filter: LDAPFilter
    /// The attributes wanted; none for all that are not operational.
    var attributes: [String]

    /// The most attributes that may be named.
    static let mostAttributes = 64

    /// Reads the operation.
    /// - Throws: `LDAPMalformed`.
    init(_ element: BERElement) throws(LDAPMalformed) {
        let parts = try element.children()
        guard parts.count == 8 else { throw LDAPMalformed() }
        base = try parts[0].string()
        guard let scope = Scope(rawValue: try parts[1].number(.enumerated)) else { throw LDAPMalformed() }
        self.scope = scope
        // How aliases are followed; there are none.
        guard try parts[2].number(.enumerated) <= 3 else { throw LDAPMalformed() }
        sizeLimit = try parts[3].number()
        timeLimit = try parts[4].number()
        typesOnly = try parts[5].boolean()
        filter = try LDAPFilter(parts[6])
        let names = try parts[7].children(of: .sequence)
        guard names.count <= Self.mostAttributes else { throw LDAPMalformed() }
        attributes = []
        for name in names { attributes.append(try name.string().lowercased()) }
    }
}
