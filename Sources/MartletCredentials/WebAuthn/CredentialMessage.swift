/// The challenge that an answer names, as far as it can be read at all: it is spent whatever the rest is worth (A059).
package enum AnsweredChallenge {
    /// The challenge in the JSON of either ceremony; `nil` where there is none to be read.
    package static func read(_ text: String) -> [UInt8]? {
        guard let message = try? CredentialMessage(text) else { return nil }
        return (try? ClientData(message.clientDataJSON))?.challenge
    }
}

/// What a page's script sends of a credential: the JSON of WebAuthn Level 3 section 5.1 (`toJSON`), read strictly.
struct CredentialMessage: Sendable {
    /// The longest message that is looked at, in bytes.
    static let longest = 48 * 1024

    /// The name of the credential, 1…1023 bytes.
    let id: [UInt8]
    /// What the browser did, as bytes.
    let clientDataJSON: [UInt8]
    /// The rest of the answer.
    let response: JSONObject

    /// Reads the message. Extensions and whatever else browsers add are not looked at.
    /// - Throws: `WebAuthnRefusal.malformed`, `.wrongCredential` where the two names of the credential differ (A063).
    init(_ text: String) throws(WebAuthnRefusal) {
        guard text.utf8.count <= Self.longest, let object = try? JSONReader.object(Array(text.utf8)),
            object.string("type") == "public-key", let name = object.string("id"), let raw = object.string("rawId"),
            let id = Base64URL.decode(raw), (1...1023).contains(id.count),
            case .object(let response) = object["response"]
        else { throw .malformed }
        guard Array(name.utf8) == Array(raw.utf8) else { throw .wrongCredential }
        self.id = id
        self.response = response
        guard let clientData = Self.bytes(response, "clientDataJSON", longest: ClientData.longest) else {
            throw .malformed
        }
        clientDataJSON = clientData
    }

    /// The bytes under a name of the answer; `nil` if there are none, or too many.
    func bytes(_ name: String, longest: Int) -> [UInt8]? { Self.bytes(response, name, longest: longest) }

    private static func bytes(_ object: JSONObject, _ name: String, longest: Int) -> [UInt8]? {
        guard let text = object.string(name), text.utf8.count <= longest * 4 / 3 + 4,
            let bytes = Base64URL.decode(text),
            !bytes.isEmpty, bytes.count <= longest
        else { return nil }
        return bytes
    }
}
