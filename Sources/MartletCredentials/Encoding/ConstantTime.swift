import CSodium

/// Comparison that takes the same time wherever two secrets begin to differ.
package enum ConstantTime {
    /// Whether both hold the same bytes. Only their lengths can be learned from the time it takes.
    package static func areEqual(_ left: [UInt8], _ right: [UInt8]) -> Bool {
        left.count == right.count && sodium_memcmp(left, right, left.count) == 0
    }

    /// Whether both texts are the same UTF-8 bytes; canonically equivalent spellings are different.
    package static func areEqual(_ left: String, _ right: String) -> Bool {
        areEqual(Array(left.utf8), Array(right.utf8))
    }
}
