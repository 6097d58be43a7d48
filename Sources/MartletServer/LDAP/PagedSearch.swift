import SwiftASN1

/// A search that is gone on with page by page, on the connection that began it (RFC 2696).
struct PagedSearch: Sendable {
    /// What was asked for; the next page must be of the same.
    let search: LDAPSearch
    /// What is left of the way.
    var walk: DirectoryWalk
    /// How many entries were sent.
    var sent: Int
    /// How many were looked at.
    var seen: Int

    /// The beginning of a search.
    init(_ search: LDAPSearch, walk: DirectoryWalk) {
        self.search = search
        self.walk = walk
        sent = 0
        seen = 0
    }
}

/// A wish for a page of results.
struct PageWish: Sendable, Equatable {
    /// How many entries; 0 together with a cookie ends the search.
    let size: Int
    /// What the page before ended with; empty for the first one.
    let cookie: [UInt8]

    /// Reads the value of the control.
    /// - Throws: `LDAPMalformed`.
    init(_ value: [UInt8]?) throws(LDAPMalformed) {
        guard let value else { throw LDAPMalformed() }
        let parts = try BERElement(value).children(of: .sequence)
        guard parts.count == 2 else { throw LDAPMalformed() }
        size = try parts[0].number()
        cookie = try parts[1].octetString()
        guard cookie.count <= 64 else { throw LDAPMalformed() }
    }
}
