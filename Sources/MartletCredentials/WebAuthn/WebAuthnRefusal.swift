/// Why what an authenticator sent is not believed (WebAuthn Level 3, sections 7.1 and 7.2); the words stand in logs.
package enum WebAuthnRefusal: String, Error, Sendable, CaseIterable {
    /// It is not of the form, or too long, or has something behind its end (A063, A069).
    case malformed
    /// The client says that it did something else (A060).
    case wrongType
    /// Another challenge, or one that was used or is too old (A059).
    case wrongChallenge
    /// The page that asked was not one of ours (A057).
    case wrongOrigin
    /// A page of ours inside a page of somebody else (A058).
    case crossOrigin
    /// Made for another relying party (A056).
    case wrongRelyingParty
    /// Nobody was there (A061).
    case notPresent
    /// The authenticator did not look who was there (A061).
    case notVerified
    /// What it says of its backup cannot be, or is not what it said before (A070).
    case wrongBackupState
    /// A kind of key that was not asked for (A065).
    case unknownAlgorithm
    /// The key is not a sound one of its kind (A065).
    case unsoundKey
    /// The signature does not fit, or is not in its one form (A068).
    case wrongSignature
    /// Another credential, or somebody else's (A062, A063).
    case wrongCredential
    /// The credential is registered already (A066).
    case takenCredential
    /// The counter did not go forward: there may be two of it (A064).
    case possibleClone
    /// The attestation contradicts itself or what it is about (A067).
    case wrongAttestation
    /// The organisation wants an attestation of an authority that it trusts, and there is none (A067).
    case notAttested
    /// The organisation does not allow this make (PK-8).
    case makeNotAllowed

    /// One English sentence for the log.
    package var reasonForLog: String {
        switch self {
        case .malformed: "the answer of the authenticator is not of the form"
        case .wrongType: "the answer is of another ceremony"
        case .wrongChallenge: "the challenge is not of this sign-in, was used before or is too old"
        case .wrongOrigin: "the answer was made on a page of another origin"
        case .crossOrigin: "the answer was made inside a page of another origin"
        case .wrongRelyingParty: "the answer was made for another relying party"
        case .notPresent: "nobody was present at the authenticator"
        case .notVerified: "the authenticator did not verify the person"
        case .wrongBackupState: "the state of the backup is impossible or changed"
        case .unknownAlgorithm: "the key is of a kind that was not asked for"
        case .unsoundKey: "the key is not a sound one of its kind"
        case .wrongSignature: "the signature does not fit"
        case .wrongCredential: "the passkey is unknown or belongs to somebody else"
        case .takenCredential: "the passkey is registered already"
        case .possibleClone: "the counter did not go forward: the passkey may have been copied"
        case .wrongAttestation: "the attestation contradicts what it is about"
        case .notAttested: "no trusted authority attests the authenticator"
        case .makeNotAllowed: "the make of the authenticator is not allowed"
        }
    }
}
