import MartletCredentials
import MartletDirectory
import MartletPolicy

/// What a door does after a step of a sign-in.
package enum FlowOutcome: Sendable {
    /// Show this page.
    case page(FlowPage)
    /// Send the browser to another host of this installation, which sends it back.
    case elsewhere(String)
    /// Send the browser to the page of the flow's next step.
    case next(handle: String)
    /// The sign-in is over and succeeded.
    case finished(SignInResult)
    /// The sign-in is over and the app is told why not.
    case answered(AuthorizationAnswer)
    /// The person gave up a sign-in that no app waits for.
    case cancelled
    /// There is no such flow in this browser, or it has run out.
    case gone
    /// Something was posted that does not belong to the step that the flow is at (A003).
    case outOfStep(handle: String)
}

/// Everything that the page of one step shows.
package struct FlowPage: Sendable {
    /// What went wrong with what was just posted.
    package enum Problem: Sendable, Equatable {
        /// Wrong name or password, or anything else that a stranger must not tell apart from it (A089).
        case notSignedIn
        case wrongCode
        case codeAlreadyUsed
        case tooManyCodes
        case wrongRecoveryCode
        /// A passkey was not believed, or not registered; the words for it tell nobody who exists (A073).
        case passkey(WebAuthnRefusal)
        /// A certificate was not taken; nobody is told why (A089).
        case certificateNotTaken
        case passwordsDiffer
        case passwordUnchanged
        case password(PasswordVerdict)
        case busy(retryAfterSeconds: Int)
        /// No phone has said yes, or registered itself, yet.
        case phoneHasNotSaidYes
        /// What is asked is not what was answered.
        case changedMeanwhile
    }

    /// The handle in the page's address.
    package var handle: String
    package var step: NextStep
    package var organizationName: String
    package var applicationName: String?
    /// What else people see of the app.
    package var appearance: ApplicationAppearance?
    package var target: PendingSignIn.Target
    package var typedName: String
    package var userDisplayName: String?
    /// Why more than a password is wanted, as the stable words of the decision.
    package var reasons: [String]
    /// What the step can be done with; the first is shown unless another is picked.
    package var choices: [Method]
    /// What is suggested to register, where nothing demands it.
    package var suggestion: CampaignRule.Suggestion?
    /// What whoever registers a first method must show beside the password.
    package var firstRegistration: AuthenticationMethodsPolicy.FirstRegistration
    /// When and from where the person's first method was registered, where they are told (A026).
    package var firstRegistered: FirstRegistered?
    /// What the browser is asked for a passkey with, where one can be used or registered at this step.
    package var passkey: PasskeyOptions?
    /// The authenticator app that is being registered, where that is the step.
    package var enrolment: AuthenticatorEnrolment?
    /// The phone that is being registered, where that is what is shown.
    package var phone: PhoneOffer?
    /// Where the question to the person's phones stands, where the step can be done with one.
    package var asking: PushAsking?
    /// Shown once, right after they were made.
    package var recoveryCodes: [String]
    /// The second factor that this sign-in has proven last: what was just set up, where something was (MR-11).
    package var lastFactor: Method?
    package var scopes: ScopeSet
    /// What the person is asked on behalf of the app, and where an administrator can be sent.
    package var consent: ConsentAsking?
    package var administratorURL: String?
    /// Where the app's answer will be sent, for the page's content security policy.
    package var redirectURI: String?
    /// The device that waits, where the flow is for one.
    package var device: DeviceAsking?
    package var problem: Problem?
    package var correlationID: String
    package var at: Timestamp
    /// Whether a certificate was shown that counts once another method is proven.
    package var hasWaitingCertificate: Bool
}

/// A sign-in that succeeded.
package struct SignInResult: Sendable {
    /// The session whose cookie must be set; `nil` when the browser's own goes on unchanged.
    package var session: IssuedSession?
    /// Where the browser goes.
    package var destination: Destination

    /// The two kinds of destination.
    package enum Destination: Sendable {
        case application(AuthorizationAnswer)
        case local(path: String)
    }
}

/// An answer to an app's authorization request, good or bad (RFC 6749 section 4.1.2).
package struct AuthorizationAnswer: Sendable, Equatable {
    package var redirectURI: String
    package var mode: AuthorizeRequest.ResponseMode
    /// The parameters in order: `code` or `error`, `state`, `iss`, …
    package var parameters: [Parameter]
    /// The tenant that answers, and the app that is answered: who signs a signed answer, and for whom.
    package var tenant: ID<Tenant>
    package var client: ID<Application>

    /// One parameter of the answer.
    package struct Parameter: Sendable, Equatable {
        package var name: String
        package var value: String
    }
}
