/// How far the person in the browser has come, besides what is proven.
package struct SignInProgress: Sendable, Equatable {
    /// Whether a name was typed or is known from the session.
    package var hasName: Bool
    /// Whether the proven password is a temporary one.
    package var mustChangePassword: Bool
    /// Whether a second factor is registered and not proven: it comes before a new password, also where no policy asks
    /// for it otherwise.
    package var owesSecondFactor: Bool
    /// Whether no second factor of theirs counts (PN-14).
    package var isMFABlocked: Bool
    /// Whether what is proven is worth a second factor with the password beside it, and not without: then the password
    /// is what is asked for.
    package var owesPassword: Bool
    /// Whether new recovery codes are on the page and wait for "I have kept them".
    package var showsRecoveryCodes: Bool
    /// The answer to "stay signed in?"; `nil` before it.
    package var staysSignedIn: Bool?
    /// Whether that question is put at all in this flow.
    package var asksStaySignedIn: Bool
    /// Whether the app asks for something nobody agreed to yet.
    package var needsConsent: Bool
    /// Whether only somebody else, an administrator, can agree to it.
    package var lacksAdministrator: Bool
    /// Whether the person agreed to it in this flow.
    package var gaveConsent: Bool

    /// Progress with every field given.
    package init(
        hasName: Bool, mustChangePassword: Bool, showsRecoveryCodes: Bool, staysSignedIn: Bool?,
        asksStaySignedIn: Bool, needsConsent: Bool, gaveConsent: Bool, lacksAdministrator: Bool = false,
        owesSecondFactor: Bool = false, owesPassword: Bool = false,
        isMFABlocked: Bool = false
    ) {
        self.hasName = hasName
        self.mustChangePassword = mustChangePassword
        self.showsRecoveryCodes = showsRecoveryCodes
        self.staysSignedIn = staysSignedIn
        self.asksStaySignedIn = asksStaySignedIn
        self.needsConsent = needsConsent
        self.gaveConsent = gaveConsent
        self.lacksAdministrator = lacksAdministrator
        self.owesSecondFactor = owesSecondFactor
        self.owesPassword = owesPassword
        self.isMFABlocked = isMFABlocked
    }
}

/// The page that comes next.
package enum NextStep: Sendable, Equatable {
    /// Ask who it is.
    case identify
    /// Ask for the password, or offer whatever else can stand as a first factor.
    case provePassword
    /// Have a temporary password replaced.
    case changePassword
    /// Ask for a second factor, and say why by the results of the decision.
    case proveSecondFactor
    /// Register for MFA; *not now* is offered with the days left, or not at all.
    case register(mayPutOffDays: Int?)
    /// Tell what is wanted before a first method can be registered; *not now* as at `register`.
    case awaitRegistration(mayPutOffDays: Int?)
    /// Show new recovery codes once, until they are said to be kept.
    case showRecoveryCodes
    /// Ask whether to stay signed in.
    case askStaySignedIn
    /// Ask whether the app may have what it asks for.
    case askConsent
    /// Tell that an administrator must agree first, and what to send them.
    case awaitAdministrator
    /// Done: make the session and the code of this.
    case finish(Clearance)
    /// Tell that it does not go, and why.
    case refuse(Denial)
}

/// The one brain of the interactive flow: pages are its hands.
///
/// `decision` is `nil` while there is nobody to decide about; a name that belongs to nobody gets the password page
/// like any other, and a refusal is told only to somebody who has proven a first factor (A089).
///
/// A second factor that is registered is proven *before* a temporary password is replaced: whoever knows only the
/// temporary password must not be able to take the account (SD-38 d).
package func nextStep(_ progress: SignInProgress, _ decision: SignInDecision?) -> NextStep {
    guard progress.hasName else { return .identify }
    guard let decision, decision.hasFirstFactor else { return .provePassword }
    switch decision.outcome {
    case .deny(let denial): return .refuse(denial)
    case .needsFirstFactor: return .provePassword
    case .needsSecondFactor: return progress.owesPassword ? .provePassword : .proveSecondFactor
    case .needsRegistration(let days):
        return progress.mustChangePassword ? .changePassword : .register(mayPutOffDays: days)
    case .allow: break
    }
    // An outcome of allow without its key cannot be: whatever is asked next, nothing is issued without it.
    guard let clearance = decision.clearance else { return .provePassword }
    if progress.mustChangePassword {
        guard progress.owesSecondFactor else { return .changePassword }
        return progress.isMFABlocked ? .refuse(.mfaBlocked) : .proveSecondFactor
    }
    if progress.showsRecoveryCodes { return .showRecoveryCodes }
    if progress.asksStaySignedIn, progress.staysSignedIn == nil { return .askStaySignedIn }
    if progress.needsConsent, progress.lacksAdministrator { return .awaitAdministrator }
    if progress.needsConsent, !progress.gaveConsent { return .askConsent }
    return .finish(clearance)
}
