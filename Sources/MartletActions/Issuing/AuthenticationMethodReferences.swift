import MartletDirectory
import MartletPolicy

/// The `amr` values of RFC 8176 for what was proven.
enum AuthenticationMethodReferences {
    /// In the order of proof, without repeats; `mfa` last where more than one factor stands behind it.
    static func of(_ proofs: [Proof], assurance: Clearance.Assurance) -> [String] {
        var values: [String] = []
        for proof in proofs {
            let value = value(of: proof.method)
            if !values.contains(value) { values.append(value) }
        }
        if assurance > .singleFactor { values.append("mfa") }
        return values
    }

    private static func value(of method: Method) -> String {
        switch method {
        case .password: "pwd"
        case .totp, .recoveryCode, .temporaryAccessPass: "otp"
        case .passkey: "hwk"
        case .push: "swk"
        }
    }
}
