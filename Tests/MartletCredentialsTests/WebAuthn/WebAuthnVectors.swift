import Foundation
import MartletDirectory
import Testing

/// The test vectors of WebAuthn Level 3, section 16, as the specification prints them.
struct WebAuthnVectors: Decodable {
    /// One credential, from its registration to its first use.
    struct Vector: Decodable {
        struct Registration: Decodable {
            let challenge, credentialId, aaguid, clientDataJSON, attestationObject: String
        }
        struct Authentication: Decodable {
            let challenge, authenticatorData, clientDataJSON, signature: String
        }
        let registration: Registration
        let authentication: Authentication
    }

    let attestationRoot: String
    let vectors: [String: Vector]

    static func read() throws -> WebAuthnVectors {
        let file = URL(filePath: #filePath).deletingLastPathComponent().deletingLastPathComponent()
            .appending(path: "Vectors/webauthn-level-3.json")
        return try JSONDecoder().decode(WebAuthnVectors.self, from: Data(contentsOf: file))
    }

    static func vector(_ name: String) throws -> Vector { try #require(try read().vectors[name]) }

    /// The bytes of hexadecimal digits.
    static func bytes(_ text: String) throws -> [UInt8] {
        let digits = try text.utf8.map { try #require(Hexadecimal.value(of: $0)) }
        return stride(from: 0, to: digits.count - 1, by: 2).map { digits[$0] << 4 | digits[$0 + 1] }
    }
}
