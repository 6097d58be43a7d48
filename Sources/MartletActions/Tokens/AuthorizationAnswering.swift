import Foundation
import MartletCredentials
import MartletDirectory
import MartletPolicy

extension Tools {
    /// The answer that carries a code (RFC 6749 section 4.1.2, RFC 9207).
    func answer(
        to request: AuthorizeRequest, of application: Application, code: String, session: Session, user: ID<User>
    ) -> AuthorizationAnswer {
        let tenant = application.tenant
        var parameters = [AuthorizationAnswer.Parameter(name: "code", value: code)]
        if let state = request.state { parameters.append(.init(name: "state", value: state)) }
        parameters.append(.init(name: "iss", value: publicURL.issuer(of: tenant)))
        parameters.append(.init(name: "session_state", value: session.id.rawValue))
        // A pairwise app must not learn the name that everybody else knows.
        if request.wantsClientInfo == true, application.settings.tokens.subjectType == .public {
            parameters.append(.init(name: "client_info", value: ClientInfo.text(user: user, tenant: tenant)))
        }
        return AuthorizationAnswer(
            redirectURI: request.redirectURI, mode: request.responseMode, parameters: parameters, tenant: tenant,
            client: request.clientID)
    }

    /// The answer that says why not (RFC 6749 section 4.1.2.1).
    func answer(
        to request: AuthorizeRequest, tenant: ID<Tenant>, error: String, number: Int
    ) -> AuthorizationAnswer {
        var parameters = [AuthorizationAnswer.Parameter(name: "error", value: error)]
        parameters.append(.init(name: "error_description", value: "AADSTS\(number): \(AADSTS.sentence(for: number))"))
        if let state = request.state { parameters.append(.init(name: "state", value: state)) }
        parameters.append(.init(name: "iss", value: publicURL.issuer(of: tenant)))
        return AuthorizationAnswer(
            redirectURI: request.redirectURI, mode: request.responseMode, parameters: parameters, tenant: tenant,
            client: request.clientID)
    }

    /// The answer to a request that is wrong in itself.
    func answer(
        _ problem: AuthorizeProblem, uri: String, state: String?, mode: AuthorizeRequest.ResponseMode,
        tenant: ID<Tenant>, client: ID<Application>
    ) -> AuthorizationAnswer {
        var parameters = [AuthorizationAnswer.Parameter(name: "error", value: problem.code.rawValue)]
        parameters.append(
            .init(name: "error_description", value: "AADSTS\(problem.errorCode): \(problem.message)"))
        if let state { parameters.append(.init(name: "state", value: state)) }
        parameters.append(.init(name: "iss", value: publicURL.issuer(of: tenant)))
        return AuthorizationAnswer(
            redirectURI: uri, mode: mode, parameters: parameters, tenant: tenant, client: client)
    }
}
