import MartletDirectory

extension JWTVerifier {
    /// A claim of a token that nobody has verified: good for choosing whose keys to verify it with, and nothing else.
    package static func unverifiedClaim(_ name: String, of compact: String) -> String? {
        guard compact.utf8.count <= longest else { return nil }
        let segments = compact.utf8.split(separator: UInt8(ascii: "."), maxSplits: 3, omittingEmptySubsequences: false)
        guard segments.count == 3, let payload = Base64URL.decode(segments[1]) else { return nil }
        return (try? JSONReader.object(payload))?.string(name)
    }

    /// What a token that nobody has verified says it is signed with: good for choosing the words of a refusal.
    package static func unverifiedAlgorithm(of compact: String) -> String? {
        guard compact.utf8.count <= RequestObject.longest else { return nil }
        let header = compact.utf8.prefix { $0 != UInt8(ascii: ".") }
        return Base64URL.decode(header).flatMap { try? JSONReader.object($0) }?.string("alg")
    }
}
