import Crypto
import CryptoExtras
import MartletDirectory

/// Signs tokens with one key (RFC 7515, compact form): RS256, ES256 or EdDSA, whichever the key is for.
///
/// Made once for a key and kept: reading the key costs as much as a signature.
package struct JWTSigner: Sendable {
    /// The bytes are not a private key for the algorithm.
    package struct BadKey: Error, Equatable {
        /// The only value there is.
        package init() {}
    }

    private enum PrivateKey: Sendable {
        case rsa(_RSA.Signing.PrivateKey)
        case p256(P256.Signing.PrivateKey)
        case ed25519(Curve25519.Signing.PrivateKey)
    }

    /// The `kid` that stands in every header.
    package let keyID: String
    /// What it signs with.
    package let algorithm: SigningKey.Algorithm

    private let key: PrivateKey
    // `base64url(header).` of each type, in the order of `JWTType.allCases`.
    private let headers: [[UInt8]]

    /// A signer with the private key in DER, as `KeyMaker` made it.
    package init(algorithm: SigningKey.Algorithm, keyID: String, privateKey der: [UInt8]) throws(BadKey) {
        do {
            switch algorithm {
            case .rs256: key = .rsa(try _RSA.Signing.PrivateKey(derRepresentation: der))
            case .es256: key = .p256(try P256.Signing.PrivateKey(derRepresentation: der))
            case .edDSA: key = .ed25519(try Ed25519DER.decode(der))
            }
        } catch {
            throw BadKey()
        }
        self.algorithm = algorithm
        self.keyID = keyID
        headers = JWTType.allCases.map { type in
            let header: JSONObject = [
                "alg": .string(algorithm.rawValue), "typ": .string(type.rawValue), "kid": .string(keyID),
            ]
            var text: [UInt8] = []
            Base64URL.append(header.utf8, to: &text)
            text.append(UInt8(ascii: "."))
            return text
        }
    }

    /// A signer with a stored key, whose private part `sealer` opens.
    package init(_ key: SigningKey, sealer: Sealer) throws {
        let der = try sealer.open(key.sealedPrivateKey, context: KeyMaker.sealingContext(keyID: key.keyID))
        try self.init(algorithm: key.algorithm, keyID: key.keyID, privateKey: der)
    }

    /// The signed token. It throws only if the library cannot sign, which it always can with a key that it has read.
    package func sign(claims: JSONObject, type: JWTType) throws -> String {
        var payload: [UInt8] = []
        payload.reserveCapacity(768)
        JSONWriter.write(claims, to: &payload)
        var text: [UInt8] = []
        text.reserveCapacity(1536)
        text += header(of: type)
        Base64URL.append(payload, to: &text)
        let signature = try signature(of: text)
        text.append(UInt8(ascii: "."))
        Base64URL.append(signature, to: &text)
        return String(decoding: text, as: UTF8.self)
    }

    private func header(of type: JWTType) -> [UInt8] {
        switch type {
        case .jwt: headers[0]
        case .accessToken: headers[1]
        case .logoutToken: headers[2]
        case .requestObject: headers[3]
        case .dpopProof: headers[4]
        case .introspection: headers[5]
        }
    }

    private func signature(of text: [UInt8]) throws -> [UInt8] {
        switch key {
        case .rsa(let key):
            // RFC 7518 section 3.3: RS256 is PKCS #1 v1.5, which the library marks as old but is sound for signatures.
            let signature = try key.signature(for: SHA256.hash(data: text), padding: .insecurePKCS1v1_5)
            return Array(signature.rawRepresentation)
        case .p256(let key):
            return Array(try key.signature(for: SHA256.hash(data: text)).rawRepresentation)
        case .ed25519(let key):
            return Array(try key.signature(for: text))
        }
    }
}
