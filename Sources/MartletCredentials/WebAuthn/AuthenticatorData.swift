/// What an authenticator signs (WebAuthn Level 3 section 6.1), read to its last byte.
struct AuthenticatorData: Sendable {
    /// The flags that matter here; the others are left for what is to come.
    struct Flags: OptionSet, Sendable {
        let rawValue: UInt8
        /// Somebody was there.
        static let isPresent = Flags(rawValue: 0x01)
        /// The authenticator looked who it was.
        static let isVerified = Flags(rawValue: 0x04)
        /// The credential may be copied to other devices.
        static let isBackupEligible = Flags(rawValue: 0x08)
        /// It has been.
        static let isBackedUp = Flags(rawValue: 0x10)
        /// A credential follows.
        static let hasCredential = Flags(rawValue: 0x40)
        /// Extensions follow.
        static let hasExtensions = Flags(rawValue: 0x80)
    }

    /// A credential that was just made.
    struct Credential: Sendable {
        /// The make of the authenticator; zeros where it does not say.
        let aaguid: [UInt8]
        /// Its name, 1…1023 bytes.
        let id: [UInt8]
        /// Its key, as bytes: whether it is sound is another question.
        let key: [UInt8]
    }

    /// The longest data that is looked at, in bytes.
    static let longest = 8192
    private static let headLength = 37

    /// The bytes as they were signed.
    let bytes: [UInt8]
    /// SHA-256 of the relying party's id.
    let relyingPartyHash: [UInt8]
    /// What the authenticator says of itself.
    let flags: Flags
    /// How often it has signed; 0 where it does not count.
    let signCount: UInt32
    /// The credential that was made; only at a registration.
    let credential: Credential?

    /// Reads the data.
    /// - Throws: `WebAuthnRefusal.malformed`; `.wrongBackupState` for a backup of what cannot be backed up (A070).
    init(_ bytes: [UInt8]) throws(WebAuthnRefusal) {
        guard bytes.count >= Self.headLength, bytes.count <= Self.longest else { throw .malformed }
        self.bytes = bytes
        relyingPartyHash = Array(bytes[0..<32])
        flags = Flags(rawValue: bytes[32])
        signCount = bytes[33..<37].reduce(0) { $0 << 8 | UInt32($1) }
        var place = Self.headLength
        credential = flags.contains(.hasCredential) ? try Self.credential(in: bytes, at: &place) : nil
        if flags.contains(.hasExtensions) {
            var reader = CBORReader(bytes, at: place)
            guard let extensions = try? reader.next(), case .map = extensions else { throw .malformed }
            place = reader.place
        }
        guard place == bytes.count else { throw .malformed }
        if flags.contains(.isBackedUp), !flags.contains(.isBackupEligible) { throw .wrongBackupState }
    }

    private static func credential(in bytes: [UInt8], at place: inout Int) throws(WebAuthnRefusal) -> Credential {
        guard bytes.count >= place + 18 else { throw .malformed }
        let aaguid = Array(bytes[place..<place + 16])
        let length = Int(bytes[place + 16]) << 8 | Int(bytes[place + 17])
        place += 18
        guard (1...1023).contains(length), bytes.count > place + length else { throw .malformed }
        let id = Array(bytes[place..<place + length])
        place += length
        var reader = CBORReader(bytes, at: place)
        guard let key = try? reader.next(), case .map = key else { throw .malformed }
        defer { place = reader.place }
        return Credential(aaguid: aaguid, id: id, key: Array(bytes[place..<reader.place]))
    }

    /// Whether the data was made for `party`, by somebody who was there and, where that is wanted, was looked at.
    /// - Throws: `WebAuthnRefusal.wrongRelyingParty`, `.notPresent`, `.notVerified`.
    func check(for party: RelyingParty, wantsVerification: Bool) throws(WebAuthnRefusal) {
        guard ConstantTime.areEqual(relyingPartyHash, party.idHash) else { throw .wrongRelyingParty }
        guard flags.contains(.isPresent) else { throw .notPresent }
        guard !wantsVerification || flags.contains(.isVerified) else { throw .notVerified }
    }
}
