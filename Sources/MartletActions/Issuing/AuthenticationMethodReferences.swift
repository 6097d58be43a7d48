import MartletDirectory
import MartletPolicy

/// The `amr` values of RFC 8176 for what was proven.
enum AuthenticationMethodReferences {
    /// In the order of proof, without repeats; `mfa` last where more than one factor stands behind it.
    static func of(_ proofs: [Proof], assurance: Clearance.Assurance) -> [String] {
        var values: [String] = []
        for proof in proofs {
            for value in words(for: proof.method) where !values.contains(value) { values.append(value) }
        }
        if assurance > .singleFactor { values.append("mfa") }
        return values
    }

    private static func words(for method: Method) -> [String] {
        switch method {
        case .password: ["pwd"]
        case .totp, .recoveryCode, .temporaryAccessPass: ["otp"]
        case .passkey: ["hwk"]
        case .push: ["swk"]
        case .passwordlessPush: ["swk", "pin"]
        // That a key was used is known, not where it lives.
        case .certificate, .multiFactorCertificate: ["pop"]
        }
    }
}
