import Foundation

/// A password as it was typed, in the one spelling that is hashed: NFKC (PP-19), nothing trimmed or cut off (A082).
///
/// Whoever types the same characters on another keyboard gets the same bytes. It never prints what it holds.
package struct NormalizedPassword: Sendable, Equatable {
    /// The longest password in code points, after normalising; the shortest that is accepted anew is the rule's affair.
    package static let longest = 256

    /// The normalised text in UTF-8.
    package let bytes: [UInt8]

    /// Normalises what was typed; `nil` if it is empty or longer than 256 code points.
    ///
    /// What is absurdly long is refused before any work is done on it.
    package init?(_ text: String) {
        // A code point may be typed as several (Hangul as three), so the limit before normalising is a wider one.
        guard text.utf8.count <= Self.longest * 12 else { return nil }
        // NFKC in its two steps (UAX #15): the one-step mapping of Foundation on Linux composes before it decomposes,
        // and leaves half-width Japanese with its marks apart.
        let normalized = text.decomposedStringWithCompatibilityMapping.precomposedStringWithCanonicalMapping
        guard (1...Self.longest).contains(normalized.unicodeScalars.count) else { return nil }
        bytes = Array(normalized.utf8)
    }

    /// Whether both hold the same bytes, in constant time.
    package static func == (left: NormalizedPassword, right: NormalizedPassword) -> Bool {
        ConstantTime.areEqual(left.bytes, right.bytes)
    }
}

extension NormalizedPassword: CustomStringConvertible, CustomDebugStringConvertible, CustomReflectable {
    /// Never the password.
    package var description: String { "(password)" }
    /// Never the password.
    package var debugDescription: String { description }
    /// Nothing, so that dumping a value that holds one shows nothing either.
    package var customMirror: Mirror { Mirror(self, children: EmptyCollection()) }
}
