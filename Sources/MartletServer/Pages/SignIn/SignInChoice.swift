import MartletDirectory

/// Another way to do the step that a page of the sign-in shows.
package struct SignInChoice: Sendable, Equatable {
    /// The method.
    package let method: Method

    /// The choice of `method`.
    package init(_ method: Method) { self.method = method }

    /// The choice that an address names by `?with=`.
    package init?(word: String?) {
        guard let method = Method.allCases.first(where: { SignInChoice($0).word == word }) else { return nil }
        self.method = method
    }

    /// The word in addresses and in the keys of the phrases.
    package var word: String {
        switch method {
        case .password: "password"
        case .totp: "code"
        case .recoveryCode: "recovery"
        case .passkey: "passkey"
        case .push: "push"
        case .temporaryAccessPass: "pass"
        case .passwordlessPush: "phone"
        // Which of the two it is shows when it is shown.
        case .certificate, .multiFactorCertificate: "certificate"
        }
    }

    /// The view of one link.
    func view(_ phrases: Phrases) -> ViewValue {
        ["word": .text(word), "label": .text(phrases("signIn.choice.\(word)"))]
    }
}
