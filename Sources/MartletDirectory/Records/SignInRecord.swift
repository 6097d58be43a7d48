/// One line of the sign-in log (sign-in-and-policy section 5.1): what was tried, what was decided, and why.
package struct SignInRecord: Sendable, Equatable {
    /// Success, failure, or an interrupt that asked for more (section 4.3).
    package enum Status: String, Sendable, Codable, CaseIterable { case success, failure, interrupted }

    /// Whether one factor was enough or more were needed (LG-2).
    package enum Requirement: String, Sendable, Codable, CaseIterable {
        case singleFactor = "singleFactorAuthentication"
        case multiFactor = "multiFactorAuthentication"
    }

    /// One step of authentication (section 5.2).
    package struct Detail: Sendable, Equatable, Codable {
        /// The method's log name.
        package var method: String
        /// When the step was taken.
        package var at: Timestamp
        /// Whether it succeeded.
        package var succeeded: Bool
        /// What happened, as a stable word: `correct`, `wrong`, `replayed`, `locked`, `rememberedBrowser`, …
        package var result: String

        /// A step with every field given.
        package init(method: String, at: Timestamp, succeeded: Bool, result: String) {
            self.method = method
            self.at = at
            self.succeeded = succeeded
            self.result = result
        }
    }

    /// One policy that spoke (promise 2).
    package struct AppliedPolicy: Sendable, Equatable, Codable {
        /// The policy's stable identifier.
        package var id: String
        /// The policy's English name.
        package var name: String
        /// What it demanded: `block`, `mfa`, `register`, `deny`.
        package var control: String
        /// Whether the demand was met: `satisfied`, `notSatisfied`, `graced`, `exempt`.
        package var result: String
        /// Why it applied, as stable words: `administrator`, `newBrowser`, `managementSurface`, …
        package var reasons: [String]

        /// A policy's line with every field given.
        package init(id: String, name: String, control: String, result: String, reasons: [String]) {
            self.id = id
            self.name = name
            self.control = control
            self.result = result
            self.reasons = reasons
        }
    }

    package var id: ID<SignInRecord>
    package var tenant: ID<Tenant>
    package var createdAt: Timestamp
    /// Shared by the rows of one attempt.
    package var correlationID: String
    /// The user, if the name belongs to one.
    package var user: ID<User>?
    /// The name as typed, canonical, at most 256 characters.
    package var userPrincipalName: String
    package var userDisplayName: String
    package var application: ID<Application>?
    package var applicationName: String
    /// What the sign-in was for: the app itself, `account`, `admin`.
    package var resource: String
    /// The door that was tried, as `Door` names it.
    package var door: String
    /// One of the values of the table in section 1.7: `Browser`, `Mobile Apps and Desktop clients`, `Other clients`, …
    package var clientAppUsed: String
    /// `oAuth2`, `authorizationCode`, `refreshToken`, `ropc`, `basic`, `none`.
    package var protocolName: String
    package var origin: Origin
    /// Whether a person supplied a factor in this event.
    package var isInteractive: Bool
    package var status: Status
    /// 0 or an AADSTS number (section 4).
    package var errorCode: Int
    /// One English sentence for the administrator; empty on success.
    package var failureReason: String
    package var requirement: Requirement
    /// Why MFA was asked for, as stable words of SD-38 (`newBrowser`, `newPlace`, …) or of the other policies.
    package var reasons: [String]
    package var policies: [AppliedPolicy]
    package var details: [Detail]
    package var session: ID<Session>?

    /// A record with every field given.
    package init(
        id: ID<SignInRecord>, tenant: ID<Tenant>, createdAt: Timestamp, correlationID: String, user: ID<User>?,
        userPrincipalName: String, userDisplayName: String, application: ID<Application>?, applicationName: String,
        resource: String, door: String, clientAppUsed: String, protocolName: String, origin: Origin,
        isInteractive: Bool, status: Status, errorCode: Int, failureReason: String, requirement: Requirement,
        reasons: [String], policies: [AppliedPolicy], details: [Detail], session: ID<Session>?
    ) {
        self.id = id
        self.tenant = tenant
        self.createdAt = createdAt
        self.correlationID = correlationID
        self.user = user
        self.userPrincipalName = String(userPrincipalName.prefix(256))
        self.userDisplayName = userDisplayName
        self.application = application
        self.applicationName = applicationName
        self.resource = resource
        self.door = door
        self.clientAppUsed = clientAppUsed
        self.protocolName = protocolName
        self.origin = origin
        self.isInteractive = isInteractive
        self.status = status
        self.errorCode = errorCode
        self.failureReason = failureReason
        self.requirement = requirement
        self.reasons = reasons
        self.policies = policies
        self.details = details
        self.session = session
    }
}
