import Crypto

/// A token that is only a name for a row: 256 random bits behind a prefix that says what it is for.
///
/// The text goes to the browser or the app once; the store keeps `digest`. The prefix keeps the kinds apart, so that
/// what was issued for one purpose is not even looked up for another (A150).
package struct OpaqueToken: Sendable, Equatable {
    /// What a token is for.
    package enum Kind: String, Sendable, CaseIterable {
        case authorizationCode = "ac"
        case refreshToken = "rt"
        case session = "se"
        case browser = "br"
        case flow = "fl"
        case deviceCode = "dc"
        case clientSecret = "cs"
        case setUp = "su"
        case form = "fo"
        case initialAccess = "ia"
        case registration = "ra"
        case pushedRequest = "pr"
        case mailKey = "mk"

        /// What each token of this kind begins with.
        package var prefix: String { "m\(rawValue)_" }
    }

    /// Random bytes in a token.
    package static let randomLength = 32
    // Four of prefix, 43 of base64url.
    private static let textLength = 47

    /// What it is for.
    package let kind: Kind
    /// What its owner holds: 47 ASCII characters.
    package let text: String

    /// A new token of 32 random bytes.
    package init(_ kind: Kind, random: [UInt8]) {
        precondition(random.count == Self.randomLength, "32 random bytes")
        self.kind = kind
        text = kind.prefix + Base64URL.encode(random)
    }

    private init(kind: Kind, text: String) {
        self.kind = kind
        self.text = text
    }

    /// The token that `text` is, or `nil` unless it has the prefix, the length and the one spelling of a token of that
    /// kind (A150, A167).
    package static func parse(_ text: String, _ kind: Kind) -> OpaqueToken? {
        guard text.utf8.count == textLength, text.utf8.starts(with: kind.prefix.utf8),
            Base64URL.decode(text.utf8.dropFirst(4))?.count == randomLength
        else { return nil }
        return OpaqueToken(kind: kind, text: text)
    }

    /// What the store keeps: SHA-256 of the whole text.
    package var digest: [UInt8] { Array(SHA256.hash(data: Array(text.utf8))) }

    /// The first characters, enough to tell client secrets apart in a list (never enough to use one).
    package var hint: String { String(text.prefix(8)) }

    /// Whether both are the same token, in constant time.
    package static func == (left: OpaqueToken, right: OpaqueToken) -> Bool {
        left.kind == right.kind && ConstantTime.areEqual(left.text, right.text)
    }
}

extension OpaqueToken: CustomStringConvertible, CustomDebugStringConvertible, CustomReflectable {
    /// The prefix alone, never the token.
    package var description: String { "\(kind.prefix)…" }
    /// The prefix alone, never the token.
    package var debugDescription: String { description }
    /// Nothing, so that dumping a value that holds one shows nothing either.
    package var customMirror: Mirror { Mirror(self, children: EmptyCollection()) }
}
