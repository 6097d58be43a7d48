import MartletDirectory

extension ApplicationSettings {
    /// Notes in the log what differs; nothing in the settings of an app is a secret but what is left out here.
    func note(in log: inout ChangeLog, before: ApplicationSettings) {
        for (old, new) in zip(before.lines, lines) { log.set(new.name, from: old.value, to: new.value) }
    }

    /// Every setting by its name, always in the same order.
    private var lines: [(name: String, value: String?)] {
        authenticationLines + [
            ("requiresPushedRequests", String(requests.requiresPushing)),
            ("requiresSignedRequests", String(requests.requiresSigning)),
            ("defaultMaxAge", requests.defaultMaxAge.map { String($0) }),
            ("allowsClientCredentials", String(grants.allowsClientCredentials)),
            ("allowsOnBehalfOf", String(grants.allowsOnBehalfOf)),
            ("allowsTokenExchange", String(grants.allowsTokenExchange)),
            ("allowsRefreshTokens", String(grants.allowsRefreshTokens)),
            ("idTokenAlgorithm", tokens.idTokenAlgorithm.rawValue),
            ("accessTokenAlgorithm", tokens.accessTokenAlgorithm.rawValue),
            ("optionalIdTokenClaims", tokens.optionalIDTokenClaims.joined(separator: " ")),
            ("optionalAccessTokenClaims", tokens.optionalAccessTokenClaims.joined(separator: " ")),
            ("groupClaims", tokens.groupClaims.rawValue), ("subjectType", tokens.subjectType.rawValue),
            ("identifierUris", api.identifierURIs.joined(separator: " ")),
            ("scopes", api.scopes.map { "\($0.value)\($0.isEnabled ? "" : " (off)")" }.joined(separator: ", ")),
            ("appRoles", api.roles.map { "\($0.value)\($0.isEnabled ? "" : " (off)")" }.joined(separator: ", ")),
            (
                "preauthorizedApplications",
                api.preauthorizedApplications.map(\.rawValue).joined(separator: " ")
            ),
            ("requiresAssignment", String(api.requiresAssignment)),
            ("requiredStrength", requiredStrength?.rawValue),
            ("readsEveryToken", String(api.readsEveryToken)), ("isMailServer", String(api.isMailServer)),
            ("frontChannelLogoutUri", logout.frontChannelURI), ("backChannelLogoutUri", logout.backChannelURI),
            ("publisher", presentation.publisher), ("homepage", presentation.homepageURI),
            ("policyUri", presentation.policyURI), ("termsUri", presentation.termsURI),
            ("initiateLoginUri", presentation.initiateLoginURI),
        ]
    }

    private var authenticationLines: [(name: String, value: String?)] {
        [
            ("authenticationMethod", authentication.method?.rawValue),
            // Public keys are long; that they changed is what matters.
            ("keySet", authentication.keySet.map { "\($0.utf8.count) bytes \($0.hashOfLog)" }),
            ("keySetUri", authentication.keySetURI), ("reusesAssertions", String(authentication.reusesAssertions)),
            ("bindsTokensToCertificate", String(authentication.bindsTokensToCertificate)),
            ("requiresDPoP", String(authentication.requiresDPoP)), ("isFAPI", String(authentication.isFAPI)),
        ]
    }
}

extension String {
    /// Tells one long text from another in a line of the log.
    fileprivate var hashOfLog: String {
        var sum: UInt32 = 2_166_136_261
        for byte in utf8 { sum = (sum ^ UInt32(byte)) &* 16_777_619 }
        return String(sum, radix: 16)
    }
}
