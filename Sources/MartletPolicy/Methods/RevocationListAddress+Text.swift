import MartletDirectory

extension RevocationListAddress {
    /// The address as a text: `KEYIDENTIFIER=https://pki.example.org/people.crl`.
    package var text: String { "\(issuer)=\(url)" }

    /// Reads a text; `nil` if it is not of this form, or its URL is none that is read here. Whether it may be fetched from
    /// is asked when it is.
    package init?(_ text: some StringProtocol) {
        guard let sign = text.firstIndex(of: "="), let issuer = CertificateRule.keyIdentifier(text[..<sign]) else {
            return nil
        }
        let url = String(text[text.index(after: sign)...])
        guard (try? OutgoingURL(url)) != nil else { return nil }
        self.init(issuer: issuer, url: url)
    }
}
