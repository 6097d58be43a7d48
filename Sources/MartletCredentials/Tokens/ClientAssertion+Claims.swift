import Crypto
import MartletDirectory

extension ClientAssertion {
    /// The longest that an assertion may be good for.
    package static let longestLife: Duration = .minutes(10)

    /// What makes an assertion one that counts once.
    package struct OneTime: Sendable, Equatable {
        /// SHA-256 of `jti`.
        package let digest: [UInt8]
        /// When the assertion ends, and with it the need to remember it.
        package let expiresAt: Timestamp
    }

    /// Judges the claims of an assertion of `client` for one of `audiences` at `point` (A173, A175, A185).
    ///
    /// `aud` is one text, alone or in a list; a second audience could replay it.
    package func judge(
        client: ID<Application>, audiences: Set<String>, at point: Timestamp
    ) throws(Refused) -> OneTime {
        guard let subject = claims.string("sub"), claims.string("iss") == subject,
            ID<Application>(parsing: subject) == client
        else { throw .wrongClient }
        let list = claims.strings("aud") ?? claims.string("aud").map { [$0] } ?? []
        guard list.count == 1, audiences.isSuperset(of: list) else { throw .wrongAudience }
        let (now, leeway) = (point.seconds, JWTVerifier.leewaySeconds)
        guard let expiry = try time("exp") else { throw .badTime }
        guard expiry > now else { throw .expired }
        guard expiry <= now + Self.longestLife.inSeconds + leeway else { throw .livesTooLong }
        for name in ["nbf", "iat"] {
            if let start = try time(name), start > now + leeway { throw .notYetValid }
        }
        guard let identifier = claims.string("jti"), !identifier.isEmpty else { throw .noIdentifier }
        return OneTime(
            digest: Array(SHA256.hash(data: Array(identifier.utf8))), expiresAt: Timestamp(seconds: expiry))
    }

    /// A claim in whole seconds. msal writes fractions, which RFC 7519 section 2 allows: they are cut off. An exponent,
    /// a sign or anything beyond what a date can be is not a time.
    private func time(_ name: String) throws(Refused) -> Int64? {
        guard let value = claims[name] else { return nil }
        let seconds: Int64? =
            switch value {
            case .integer(let seconds): seconds
            case .raw(let text) where text.allSatisfy { "0123456789.".contains($0) }:
                text.firstIndex(of: ".").flatMap { Int64(text[..<$0]) }
            default: nil
            }
        guard let seconds, (0...1 << 53).contains(seconds) else { throw .badTime }
        return seconds
    }
}
