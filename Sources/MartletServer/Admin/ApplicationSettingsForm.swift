import MartletActions
import MartletDirectory

/// What the form of an app's settings holds.
struct ApplicationSettingsForm: Sendable {
    private let form: FormBody

    /// Reads a form.
    init(_ form: FormBody) {
        self.form = form
    }

    /// Sets what the form offers; anything else stays as it is.
    func apply(to settings: inout ApplicationSettings) {
        settings.authentication.method = form["method"].flatMap(ClientAuthenticationSettings.Method.init(rawValue:))
        settings.authentication.keySetURI = text("keySetURI")
        if settings.authentication.keySetURI != nil || form["dropsKeySet"] == "1" {
            settings.authentication.keySet = nil
        }
        if let keySet = text("keySet") { settings.authentication.keySet = keySet }
        settings.authentication.requiresDPoP = isChecked("requiresDPoP")
        settings.authentication.bindsTokensToCertificate = isChecked("bindsTokensToCertificate")
        settings.authentication.reusesAssertions = isChecked("reusesAssertions")
        settings.authentication.isFAPI = isChecked("isFAPI")
        settings.requests.requiresPushing = isChecked("requiresPushing")
        settings.requests.requiresSigning = isChecked("requiresSigning")
        settings.grants.allowsClientCredentials = isChecked("allowsClientCredentials")
        settings.grants.allowsOnBehalfOf = isChecked("allowsOnBehalfOf")
        settings.grants.allowsTokenExchange = isChecked("allowsTokenExchange")
        settings.grants.allowsRefreshTokens = isChecked("allowsRefreshTokens")
        if let strength = form["requiredStrength"] { settings.requiredStrength = ID(parsing: strength) }
        tokens(&settings.tokens)
        api(&settings.api)
        settings.logout.backChannelURI = text("backChannelURI")
        settings.logout.frontChannelURI = text("frontChannelURI")
        settings.presentation.publisher = text("publisher")
        settings.presentation.homepageURI = text("homepageURI")
        settings.presentation.policyURI = text("policyURI")
        settings.presentation.termsURI = text("termsURI")
        settings.presentation.initiateLoginURI = text("initiateLoginURI")
    }

    private func tokens(_ tokens: inout TokenSettings) {
        if let algorithm = form["algorithm"].flatMap(SigningKey.Algorithm.init(rawValue:)) {
            (tokens.idTokenAlgorithm, tokens.accessTokenAlgorithm) = (algorithm, algorithm)
        }
        tokens.optionalIDTokenClaims = words("optionalClaims")
        tokens.optionalAccessTokenClaims = words("optionalClaims")
        tokens.groupClaims =
            form["groupClaims"].flatMap(TokenSettings.GroupClaims.init(rawValue:)) ?? tokens.groupClaims
        tokens.subjectType = isChecked("pairwise") ? .pairwise : .public
    }

    private func api(_ api: inout APISettings) {
        api.identifierURIs = words("identifierURIs")
        let known = Dictionary(api.scopes.map { ($0.value, $0) }, uniquingKeysWith: { first, _ in first })
        api.scopes = lines("scopes").map { line in
            let parts = line.split(separator: " ", maxSplits: 1).map(String.init)
            let value = parts.first ?? ""
            var scope = known[value] ?? ExposedScope(value: value, displayName: value)
            scope.displayName = parts.dropFirst().first ?? value
            return scope
        }
        api.preauthorizedApplications = words("preauthorized").compactMap { ID(parsing: $0) }
        api.requiresAssignment = isChecked("requiresAssignment")
        api.readsEveryToken = isChecked("readsEveryToken")
        api.isMailServer = isChecked("isMailServer")
    }

    private func isChecked(_ name: String) -> Bool { form[name] == "1" }

    private func text(_ name: String) -> String? { words(name).isEmpty ? nil : lines(name).joined(separator: "\n") }

    private func words(_ name: String) -> [String] {
        form.text(name).split(whereSeparator: \.isWhitespace).map(String.init)
    }

    /// The lines that hold anything, with single spaces between words.
    private func lines(_ name: String) -> [String] {
        form.text(name).split(whereSeparator: \.isNewline)
            .map { $0.split(whereSeparator: \.isWhitespace).joined(separator: " ") }.filter { !$0.isEmpty }
    }
}
