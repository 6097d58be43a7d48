import MartletDirectory

/// The recovery codes, shown this once: after set-up, after registration, and when somebody asks for new ones.
package struct RecoveryCodesPage: Page {
    package static let template = "recovery-codes"
    package let titleKey = "recoveryCodes.title"
    /// Where *I have saved them* leads: a POST with the field `saved`.
    package var action: String
    /// The codes in groups, as they are shown; empty when the page is asked for again: then it offers a new set
    /// (the field `again`).
    package var codes: [String]
    /// The sign-in name they belong to.
    package var userName: String
    /// What was set up just before, for the review at the end of a registration (MR-11); `nil` where nothing was.
    package var registered: Method?
    /// Fields that the form carries on, such as the set-up's.
    package var hiddenFields: [FormField]
    /// Whether the box was not ticked.
    package var forgotToConfirm: Bool

    /// A page with every field given.
    package init(
        action: String, codes: [String], userName: String, registered: Method? = nil, hiddenFields: [FormField] = [],
        forgotToConfirm: Bool = false
    ) {
        self.action = action
        self.codes = codes
        self.userName = userName
        self.registered = registered
        self.hiddenFields = hiddenFields
        self.forgotToConfirm = forgotToConfirm
    }

    package func content(_ phrases: Phrases) -> ViewObject {
        [
            "action": .text(action), "areShown": .flag(!codes.isEmpty), "codes": ViewValue(texts: codes),
            "userName": .text(userName), "review": review(phrases),
            "fields": ViewValue(hiddenFields.map(\.view)), "made": .object(phrases.day(phrases.now)),
            "file": .text("data:text/plain;charset=utf-8," + QueryText.encoded(file(phrases))),
            "problem": forgotToConfirm ? .text(phrases("recoveryCodes.problem")) : .absent,
        ]
    }

    private func review(_ phrases: Phrases) -> ViewValue {
        switch registered {
        case .passkey: .text(phrases("recoveryCodes.review.passkey"))
        case .push, .passwordlessPush: .text(phrases("recoveryCodes.review.phone"))
        case .totp: .text(phrases("recoveryCodes.review.app"))
        case .password, .recoveryCode, .temporaryAccessPass, .certificate, .multiFactorCertificate, nil: .absent
        }
    }

    /// The text file that the link saves; a `data:` address, so that saving works without a script and the codes are
    /// not asked from the server again.
    private func file(_ phrases: Phrases) -> String {
        let day = phrases.now.dateForm
        let head = phrases("recoveryCodes.file", ["name": userName, "day": day])
        return "\(head)\n\n\(codes.joined(separator: "\n"))\n"
    }
}
