import MartletDirectory

extension Method {
    /// The place in the order in which methods are offered, the one to ask for first being the lowest (SP-3).
    ///
    /// A recovery code comes last: it is spent with its use and stands for something that is lost.
    package var preference: Int {
        switch self {
        case .temporaryAccessPass: 1
        case .passkey: 2
        case .certificate, .multiFactorCertificate, .passwordlessPush: 3
        case .push: 4
        case .totp: 6
        case .password: 9
        case .recoveryCode: 10
        }
    }
}

extension MethodSet {
    /// The members, the one to ask for first at the front.
    package var inOrderOfPreference: [Method] { methods.sorted { $0.preference < $1.preference } }
}
