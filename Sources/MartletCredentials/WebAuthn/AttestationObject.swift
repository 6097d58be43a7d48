/// What an authenticator made and how it vouches for it (WebAuthn Level 3 section 6.5.4): three members and no more.
struct AttestationObject: Sendable {
    /// The name of the form of the statement.
    let format: String
    /// The statement.
    let statement: CBORMap
    /// What was made.
    let data: AuthenticatorData

    /// Reads the bytes. The browser wraps what the authenticator wrote, and not every one keeps the keys in order.
    /// - Throws: `WebAuthnRefusal.malformed`, `.wrongBackupState`.
    init(_ bytes: [UInt8]) throws(WebAuthnRefusal) {
        guard let value = try? CBORReader.value(bytes, order: .any), case .map(let map) = value,
            map.members.count == 3, case .text(let format) = map["fmt"], format.utf8.count <= 32,
            case .map(let statement) = map["attStmt"], let data = map.bytes("authData")
        else { throw .malformed }
        self.format = format
        self.statement = statement
        self.data = try AuthenticatorData(data)
    }
}
