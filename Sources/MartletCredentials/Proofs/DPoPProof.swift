import Crypto
import MartletDirectory

/// The proof that whoever sends a request has a key (RFC 9449): a JWT that shows its own public key and is signed by it.
///
/// It says nothing of who has the key. What a token is bound to is the key's thumbprint, and each proof counts once.
package struct DPoPProof: Sendable {
    /// Why a proof is refused.
    package enum Refused: String, Error, Sendable, Equatable, CaseIterable {
        case tooLarge, malformed, criticalHeader, wrongAlgorithm, wrongType, badKey, badSignature, wrongMethod,
            wrongAddress, badTime, tooOld, notYetValid, expired, noIdentifier, wrongToken
    }

    /// What a proof has shown.
    package struct Shown: Sendable, Equatable {
        /// `jkt`: the RFC 7638 thumbprint of the key, in base64url.
        package let keyThumbprint: String
        /// SHA-256 of the key's thumbprint and `jti`: what must be new for the proof to count.
        package let digest: [UInt8]
        /// From when on the proof is refused for its age, so that it need not be remembered any longer.
        package let expiresAt: Timestamp

        init(keyThumbprint: String, digest: [UInt8], expiresAt: Timestamp) {
            self.keyThumbprint = keyThumbprint
            self.digest = digest
            self.expiresAt = expiresAt
        }
    }

    /// The longest proof that is looked at, in bytes (A177).
    package static let longest = 8 * 1024
    /// The longest `jti`, in bytes.
    package static let longestIdentifier = 256
    /// How old a proof may be, in seconds: the way it took, and clocks that differ.
    package static let oldest: Int64 = 90
    /// How far in the future its `iat` may be, in seconds.
    package static let leeway: Int64 = 30
    /// What a proof may be signed with.
    package static let algorithms: Set<JWSAlgorithm> = [.es256, .ps256, .rs256, .edDSA]

    /// Their names in the order in which they are offered.
    package static var algorithmNames: [String] {
        JWSAlgorithm.allCases.filter(algorithms.contains).map(\.rawValue)
    }

    private let token: SignedJWT
    private let key: JSONWebKey

    /// `jkt`, not verified before `verify` has returned.
    package var unverifiedKeyThumbprint: String { key.thumbprint }

    /// Takes a proof apart.
    package init(_ compact: String) throws(Refused) {
        do {
            token = try SignedJWT(compact, longest: Self.longest, types: ["dpop+jwt"])
        } catch {
            throw Refused(error)
        }
        guard Self.algorithms.contains(token.algorithm) else { throw .wrongAlgorithm }
        guard case .object(let jwk) = token.header["jwk"], let key = try? JSONWebKey(jwk) else { throw .badKey }
        guard key.fits(token.algorithm) else { throw .wrongAlgorithm }
        self.key = key
    }

    /// Verifies the proof for a request of `method` to `address` at `point` (RFC 9449 section 4.3, A182).
    ///
    /// `accessToken` is the token that came with it, and `nil` where none is presented; the proof must then name it.
    package func verify(
        method: String, address: String, accessToken: String?, at point: Timestamp
    ) throws(Refused) -> Shown {
        guard token.isSigned(by: key) else { throw .badSignature }
        let claims = token.claims
        guard claims.string("htm") == method else { throw .wrongMethod }
        guard let named = claims.string("htu").flatMap(HTTPAddress.init), named == HTTPAddress(address) else {
            throw .wrongAddress
        }
        let now = point.seconds
        guard let issued = try time("iat") else { throw .badTime }
        guard issued <= now + Self.leeway else { throw .notYetValid }
        guard issued >= now - Self.oldest else { throw .tooOld }
        if let start = try time("nbf"), start > now + Self.leeway { throw .notYetValid }
        if let end = try time("exp"), end <= now - Self.leeway { throw .expired }
        guard let identifier = claims.string("jti"), !identifier.isEmpty,
            identifier.utf8.count <= Self.longestIdentifier
        else { throw .noIdentifier }
        if let accessToken {
            let hash = Base64URL.encode(SHA256.hash(data: Array(accessToken.utf8)))
            guard let named = claims.string("ath"), ConstantTime.areEqual(named, hash) else { throw .wrongToken }
        }
        let thumbprint = key.thumbprint
        return Shown(
            keyThumbprint: thumbprint, digest: Array(SHA256.hash(data: Array("\(thumbprint) \(identifier)".utf8))),
            expiresAt: Timestamp(seconds: issued + Self.oldest + 1))
    }

    private func time(_ name: String) throws(Refused) -> Int64? {
        do { return try token.claims.time(name) } catch { throw .badTime }
    }
}

extension DPoPProof.Refused {
    init(_ refused: SignedJWT.Refused) {
        self =
            switch refused {
            case .tooLarge: .tooLarge
            case .malformed: .malformed
            case .criticalHeader: .criticalHeader
            case .wrongAlgorithm: .wrongAlgorithm
            case .wrongType: .wrongType
            case .unknownKey: .badKey
            case .badSignature: .badSignature
            }
    }
}
