import MartletDirectory
import MartletPolicy
import MartletStore

extension WorkloadDecision {
    /// How the token endpoint says that an app does not get to act for itself.
    var oauthError: OAuthError {
        guard let denial else { preconditionFailure("an allowed app is not an error") }
        return switch denial {
        case .notProven: OAuthError("invalid_client", denial.errorCode, status: 401)
        case .organizationGone, .clientDisabled, .grantNotAllowed, .notAssigned, .namedLikePerson:
            OAuthError("unauthorized_client", denial.errorCode)
        case .subjectDisabled, .relianceEnded: OAuthError("invalid_grant", denial.errorCode)
        case .resourceUnknown: OAuthError("invalid_target", denial.errorCode)
        }
    }
}

extension GrantContext {
    /// Writes the row of the sign-in log of an app that acted for itself, or wanted to; it names no person.
    func recordWorkload(
        _ decision: WorkloadDecision, subject: Application, resource: Resource, protocolName: String,
        in tables: Tables
    ) throws {
        let number = decision.denial?.errorCode ?? 0
        let resourceName: String
        switch resource {
        case .martlet: resourceName = "Martlet"
        case .application(let api): resourceName = api.displayName
        }
        tables.count(Measures.SignIn(door: "workload", outcome: number == 0 ? .success : .failure))
        try tables.signIns.insert(
            SignInRecord(
                id: tools.ambient.newID(), tenant: tenant.id, createdAt: at, correlationID: tools.newCorrelationID(),
                user: nil, userPrincipalName: subject.id.rawValue, userDisplayName: subject.displayName,
                application: application.id, applicationName: application.displayName, resource: resourceName,
                door: "workload", clientAppUsed: ClientApp.mobileAppsAndDesktopClients.logName,
                protocolName: protocolName, origin: request.origin, isInteractive: false,
                status: number == 0 ? .success : .failure, errorCode: number,
                failureReason: number == 0 ? "" : AADSTS.sentence(for: number), requirement: .singleFactor,
                reasons: [], policies: [], details: [], session: nil))
    }
}
