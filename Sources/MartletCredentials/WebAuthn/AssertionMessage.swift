/// The answer of a browser that has used a passkey.
package struct AssertionMessage: Sendable {
    /// The longest signature that is looked at: RSA of 8192 bits.
    static let longestSignature = 1024

    /// The credential's name.
    package let credentialID: [UInt8]
    /// What the browser did.
    package let clientData: ClientData
    /// Whose the authenticator says it is; `nil` where it does not say.
    package let userHandle: [UInt8]?
    /// What the authenticator signed.
    let data: AuthenticatorData
    /// The signature over it and the client's data.
    let signature: [UInt8]

    /// Reads the JSON.
    /// - Throws: `WebAuthnRefusal`.
    package init(_ text: String) throws(WebAuthnRefusal) {
        let message = try CredentialMessage(text)
        guard let data = message.bytes("authenticatorData", longest: AuthenticatorData.longest),
            let signature = message.bytes("signature", longest: Self.longestSignature)
        else { throw .malformed }
        var userHandle: [UInt8]?
        switch message.response["userHandle"] {
        case nil, .null?: break
        default:
            guard let handle = message.bytes("userHandle", longest: 64) else { throw .malformed }
            userHandle = handle
        }
        try self.init(
            credentialID: message.id, clientDataJSON: message.clientDataJSON, authenticatorData: data,
            signature: signature, userHandle: userHandle)
    }

    /// The same of its parts, for those who have them as bytes.
    package init(
        credentialID: [UInt8], clientDataJSON: [UInt8], authenticatorData: [UInt8], signature: [UInt8],
        userHandle: [UInt8]? = nil
    ) throws(WebAuthnRefusal) {
        self.credentialID = credentialID
        self.userHandle = userHandle
        self.signature = signature
        clientData = try ClientData(clientDataJSON)
        data = try AuthenticatorData(authenticatorData)
        // A credential comes only with its registration.
        guard data.credential == nil else { throw .malformed }
    }
}
