import Crypto
import MartletDirectory

extension ClientAssertion {
    /// The longest that an assertion may be good for: some libraries make them for an hour.
    package static let longestLife: Duration = .hours(1)

    /// For whom an assertion must be.
    package enum Audience: Sendable, Equatable {
        /// One of these, alone or as the only one of a list; a second audience could replay it (RFC 7523 section 3).
        case anyOf(Set<String>)
        /// This one as a plain text and never in a list: the issuer, as FAPI 2.0 wants it (Security Profile section
        /// 5.3.2.1). An assertion that names an endpoint could be meant for a server that lies about its endpoints.
        case exactly(String)
    }

    /// What makes an assertion one that counts once.
    package struct OneTime: Sendable, Equatable {
        /// SHA-256 of `jti`.
        package let digest: [UInt8]
        /// When the assertion ends, and with it the need to remember it.
        package let expiresAt: Timestamp

        init(digest: [UInt8], expiresAt: Timestamp) {
            self.digest = digest
            self.expiresAt = expiresAt
        }
    }

    /// Judges the claims of an assertion of `client` for `audience` at `point` (A173, A175, A185).
    ///
    /// It must end, and within `longestLife`; clocks may differ by the usual leeway at its start.
    package func judge(
        client: ID<Application>, audience: Audience, longestLife: Duration = Self.longestLife, at point: Timestamp
    ) throws(Refused) -> OneTime {
        // Without `sub` a signed request object, which has `iss` and `aud` as well, would do (A172).
        guard let subject = claims.string("sub"), claims.string("iss") == subject,
            ID<Application>(parsing: subject) == client
        else { throw .wrongClient }
        guard audience.matches(claims) else { throw .wrongAudience }
        let (now, leeway) = (point.seconds, JWTVerifier.leewaySeconds)
        guard let expiry = try time("exp") else { throw .badTime }
        guard expiry > now else { throw .expired }
        guard expiry <= now + longestLife.inSeconds + leeway else { throw .livesTooLong }
        for name in ["nbf", "iat"] {
            if let start = try time(name), start > now + leeway { throw .notYetValid }
        }
        guard let identifier = claims.string("jti"), !identifier.isEmpty else { throw .noIdentifier }
        return OneTime(
            digest: Array(SHA256.hash(data: Array(identifier.utf8))), expiresAt: Timestamp(seconds: expiry))
    }

    private func time(_ name: String) throws(Refused) -> Int64? {
        do { return try claims.time(name) } catch { throw .badTime }
    }
}

extension ClientAssertion.Audience {
    fileprivate func matches(_ claims: JSONObject) -> Bool {
        switch self {
        case .exactly(let audience): claims.string("aud") == audience
        case .anyOf(let audiences):
            if let list = claims.audiences { list.count == 1 && audiences.isSuperset(of: list) } else { false }
        }
    }
}
