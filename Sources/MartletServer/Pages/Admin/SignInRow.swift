import MartletDirectory

/// A line of the sign-in log in a list.
package struct SignInRow: Sendable, Equatable {
    /// The record.
    package let id: ID<SignInRecord>
    /// When.
    package let at: Timestamp
    /// The user's name, or empty if the typed name belongs to nobody.
    package let displayName: String
    /// The name as typed.
    package let userPrincipalName: String
    /// The app.
    package let applicationName: String
    /// Success, failure or interrupted.
    package let status: SignInRecord.Status
    /// 0 or an AADSTS number.
    package let errorCode: Int
    /// The client app, as the log names it.
    package let clientApp: String
    /// Whether the client app is a legacy one.
    package let isLegacy: Bool
    /// Whether more than one factor was needed.
    package let requirement: SignInRecord.Requirement
    /// Where from.
    package let origin: Origin

    /// A row with every field given.
    package init(
        id: ID<SignInRecord>, at: Timestamp, displayName: String, userPrincipalName: String, applicationName: String,
        status: SignInRecord.Status, errorCode: Int, clientApp: String, isLegacy: Bool,
        requirement: SignInRecord.Requirement, origin: Origin
    ) {
        self.id = id
        self.at = at
        self.displayName = displayName
        self.userPrincipalName = userPrincipalName
        self.applicationName = applicationName
        self.status = status
        self.errorCode = errorCode
        self.clientApp = clientApp
        self.isLegacy = isLegacy
        self.requirement = requirement
        self.origin = origin
    }

    /// The row of a record; `isLegacy` is the judgement of `ClientApp`.
    package init(_ record: SignInRecord, isLegacy: Bool) {
        self.init(
            id: record.id, at: record.createdAt, displayName: record.userDisplayName,
            userPrincipalName: record.userPrincipalName, applicationName: record.applicationName,
            status: record.status, errorCode: record.errorCode, clientApp: record.clientAppUsed, isLegacy: isLegacy,
            requirement: record.requirement, origin: record.origin
        )
    }
}
