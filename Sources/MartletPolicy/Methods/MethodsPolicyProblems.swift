import MartletDirectory

/// What cannot be about a methods policy, judged as a whole.
package enum MethodsPolicyProblem: String, Sendable, Equatable, CaseIterable {
    /// The shortest life of a pass is longer than the longest.
    case minimumAboveMaximum
    /// The usual life of a pass is not between the two.
    case defaultOutOfBounds
    /// The security defaults are on, and no method that they accept is left (SD-25).
    case nothingForDefaults
    /// What registering wants first is a pass, and passes are off.
    case passesNeeded
    /// What the campaign suggests is off.
    case campaignForNothing

    /// The setting that is to be corrected.
    package var field: String {
        switch self {
        case .minimumAboveMaximum: "temporaryAccessPass.minimumMinutes"
        case .defaultOutOfBounds: "temporaryAccessPass.defaultMinutes"
        case .nothingForDefaults: "softwareOath.isEnabled"
        case .passesNeeded: "general.firstRegistration"
        case .campaignForNothing: "campaign.goal"
        }
    }

    /// Everything that is wrong with `policy`.
    package static func all(in policy: AuthenticationMethodsPolicy, underDefaults: Bool) -> [MethodsPolicyProblem] {
        var problems: [MethodsPolicyProblem] = []
        let pass = policy.temporaryAccessPass
        if pass.minimumMinutes > pass.maximumMinutes { problems.append(.minimumAboveMaximum) }
        if pass.defaultMinutes < pass.minimumMinutes || pass.defaultMinutes > pass.maximumMinutes {
            problems.append(.defaultOutOfBounds)
        }
        // SD-22, D4: a pass and recovery codes register nobody.
        // PH-2: nor does the interrupt register a phone that is good for nothing but signing in without a password.
        let registersPhones = policy.authenticator.isEnabled && policy.authenticator.mode != .passwordless
        let isAnythingLeft = policy.passkeys.isEnabled || registersPhones || policy.softwareOath.isEnabled
        if underDefaults, !isAnythingLeft { problems.append(.nothingForDefaults) }
        if policy.firstRegistration == .pass, !pass.isEnabled { problems.append(.passesNeeded) }
        if policy.campaign.isEnabled {
            // RC-9: a phone that is good for nothing but signing in without a password is not suggested.
            let isThere = policy.campaign.goal == .passkey ? policy.passkeys.isEnabled : registersPhones
            if !isThere { problems.append(.campaignForNothing) }
        }
        return problems
    }
}
