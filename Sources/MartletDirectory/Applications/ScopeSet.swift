/// The scopes of a request or a grant, in the order they were first named (RFC 6749 section 3.3).
package struct ScopeSet: Sendable, Hashable, CustomStringConvertible {
    /// The scope tokens, without repeats.
    package let values: [String]

    /// A set of the given tokens; repeats are dropped.
    package init(_ values: some Sequence<String>) {
        var seen: Set<String> = []
        self.values = values.filter { seen.insert($0).inserted }
    }

    /// Splits stored text at spaces.
    package init(stored text: String) {
        self.init(text.split(separator: " ").map(String.init))
    }

    /// Whether `scope` is a member.
    package func contains(_ scope: String) -> Bool { values.contains(scope) }

    /// Whether every member is in `other`.
    package func isSubset(of other: ScopeSet) -> Bool { values.allSatisfy(other.values.contains) }

    /// The members of either, these first.
    package func union(_ other: ScopeSet) -> ScopeSet { ScopeSet(values + other.values) }

    /// The tokens joined by single spaces.
    package var description: String { values.joined(separator: " ") }
}
