/// The sheets to print and lock away, shown once when the accounts are made.
package struct EmergencySheetPage: Sendable, Equatable {
    /// One account's secrets.
    package struct Sheet: Sendable, Equatable {
        /// The sign-in name.
        package let userPrincipalName: String
        /// The password.
        package let password: String
        /// The authenticator's key in base 32, in groups of four.
        package let key: String
        /// The QR code of the key: an SVG document as `QRCode` makes it.
        package let qrCode: String
        /// The ten recovery codes.
        package let recoveryCodes: [String]

        /// A sheet with every field given.
        package init(
            userPrincipalName: String, password: String, key: String, qrCode: String, recoveryCodes: [String]
        ) {
            self.userPrincipalName = userPrincipalName
            self.password = password
            self.key = key
            self.qrCode = qrCode
            self.recoveryCodes = recoveryCodes
        }
    }

    /// Where to sign in, for the paper.
    package let signInURL: String
    /// The day the accounts were made, `2026-11-21`.
    package let madeOn: String
    /// One sheet an account.
    package let sheets: [Sheet]

    /// A page with every field given.
    package init(
        signInURL: String, madeOn: String, sheets: [Sheet]
    ) {
        self.signInURL = signInURL
        self.madeOn = madeOn
        self.sheets = sheets
    }
}
