import Crypto
import MartletDirectory

/// A JWT of another issuer by which a workload there proves itself as one of our apps (RFC 7523, RFC 7521).
///
/// Which issuer, subject and audience count was written down by an administrator, letter for letter; the keys are
/// those that the issuer publishes (GHSA-wxg7-w2v3-w38g: without its times it is refused).
package struct FederatedAssertion: Sendable {
    /// Why an assertion is refused.
    package enum Refused: String, Error, Sendable, Equatable, CaseIterable {
        case tooLarge, malformed, criticalHeader, wrongAlgorithm, wrongType, unknownKey, badSignature, wrongIssuer,
            wrongSubject, wrongAudience, badTime, expired, notYetValid, livesTooLong
    }

    /// What an assertion has proven.
    package struct Proven: Sendable, Equatable {
        /// Everything that the issuer said.
        package let claims: JSONObject
        /// SHA-256 of the issuer and `jti`; of the whole assertion where it has no `jti`.
        package let digest: [UInt8]
        /// When the assertion ends.
        package let expiresAt: Timestamp

        init(claims: JSONObject, digest: [UInt8], expiresAt: Timestamp) {
            self.claims = claims
            self.digest = digest
            self.expiresAt = expiresAt
        }
    }

    /// The longest assertion that is looked at, in bytes (A177).
    package static let longest = 16 * 1024
    /// The longest that one may be good for: Kubernetes makes them for up to a day.
    package static let longestLife: Duration = .hours(24)

    private let token: SignedJWT
    private let compact: String

    /// Takes an assertion apart.
    package init(_ compact: String) throws(Refused) {
        do {
            // An access token of the other house (`at+jwt`) is not meant to be shown to a third (A172).
            token = try SignedJWT(compact, longest: Self.longest, types: [nil, "jwt"])
        } catch {
            throw Refused(error)
        }
        self.compact = compact
    }

    /// Who it says made it: good for looking for what an administrator wrote down, and nothing else. Nothing is
    /// fetched because a stranger names it.
    package var unverifiedIssuer: String? { token.claims.string("iss") }

    /// Whom it says it is about; as little believed as the issuer.
    package var unverifiedSubject: String? { token.claims.string("sub") }

    /// The name of the key that it says it was signed with, for choosing which key set is fresh enough.
    package var unverifiedKeyID: String? { token.keyID }

    /// Verifies the signature with the keys of the issuer, then that it is from `issuer`, about `subject`, for
    /// `audience` alone, and good at `point`. All three are compared letter for letter (A173).
    package func verify(
        with keys: JSONWebKeySet, issuer: String, subject: String, audience: String,
        algorithms: Set<JWSAlgorithm> = .all, at point: Timestamp
    ) throws(Refused) -> Proven {
        guard algorithms.contains(token.algorithm) else { throw .wrongAlgorithm }
        do { try token.verify(with: keys) } catch { throw Refused(error) }
        let claims = token.claims
        guard claims.string("iss") == issuer else { throw .wrongIssuer }
        guard claims.string("sub") == subject else { throw .wrongSubject }
        guard claims.audiences == [audience] else { throw .wrongAudience }
        let (now, leeway) = (point.seconds, JWTVerifier.leewaySeconds)
        guard let expiry = try time("exp") else { throw .badTime }
        guard expiry > now else { throw .expired }
        guard expiry <= now + Self.longestLife.inSeconds + leeway else { throw .livesTooLong }
        let (issued, start) = (try time("iat"), try time("nbf"))
        guard issued != nil || start != nil else { throw .badTime }
        for start in [issued, start].compactMap({ $0 }) where start > now + leeway { throw .notYetValid }
        let identity = claims.string("jti").map { "\(issuer) \($0)" } ?? compact
        return Proven(
            claims: claims, digest: Array(SHA256.hash(data: Array(identity.utf8))),
            expiresAt: Timestamp(seconds: expiry))
    }

    private func time(_ name: String) throws(Refused) -> Int64? {
        do { return try token.claims.time(name) } catch { throw .badTime }
    }
}

extension FederatedAssertion.Refused {
    init(_ refused: SignedJWT.Refused) {
        self =
            switch refused {
            case .tooLarge: .tooLarge
            case .malformed: .malformed
            case .criticalHeader: .criticalHeader
            case .wrongAlgorithm: .wrongAlgorithm
            case .wrongType: .wrongType
            case .unknownKey: .unknownKey
            case .badSignature: .badSignature
            }
    }
}
