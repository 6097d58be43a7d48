/// What a TPM signs of a key that it holds (`TPMS_ATTEST` with `TPMS_CERTIFY_INFO`; TPM 2.0 Library, part 2, section 10.12).
package struct TPMCertification: Sendable {
    /// What a TPM writes in front of what it made itself, and never signs for others.
    private static let magic: UInt32 = 0xff54_4347
    /// The kind: a key is certified.
    private static let certify: UInt16 = 0x8017
    /// The clock, two counters, whether the clock is safe, and the version of the firmware.
    private static let stateLength = 8 + 4 + 4 + 1 + 8

    /// What the TPM was handed to sign along.
    package let extraData: [UInt8]
    /// The name of the key.
    package let name: [UInt8]

    /// Reads the structure to its last byte.
    /// - Throws: `WebAuthnRefusal.wrongAttestation`.
    package init(_ bytes: [UInt8]) throws(WebAuthnRefusal) {
        var reader = try TPMReader(bytes)
        guard try reader.long() == Self.magic, try reader.short() == Self.certify else { throw .wrongAttestation }
        // Who signs; the certificate says that already.
        _ = try reader.sized()
        extraData = try reader.sized()
        _ = try reader.bytes(Self.stateLength)
        name = try reader.sized()
        // The name again with those of the keys above it.
        _ = try reader.sized()
        guard reader.isAtEnd else { throw .wrongAttestation }
    }
}
