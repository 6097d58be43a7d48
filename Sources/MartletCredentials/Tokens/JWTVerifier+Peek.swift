import MartletDirectory

extension JWTVerifier {
    /// A claim of a token that nobody has verified: good for choosing whose keys to verify it with, and nothing else.
    package static func unverifiedClaim(_ name: String, of compact: String) -> String? {
        guard compact.utf8.count <= longest else { return nil }
        let segments = compact.utf8.split(separator: UInt8(ascii: "."), maxSplits: 3, omittingEmptySubsequences: false)
        guard segments.count == 3, let payload = Base64URL.decode(segments[1]) else { return nil }
        return (try? JSONReader.object(payload))?.string(name)
    }
}
