import HTTPTypes
import Hummingbird
import MartletActions
import MartletCredentials
import MartletDirectory

/// An OAuth error as Entra writes it (sign-in-and-policy section 4.1).
struct OAuthErrorAnswer: Sendable {
    let visit: Visit

    func respond(_ error: OAuthError) -> Response {
        let tools = visit.doors.tools
        let trace = tools.newCorrelationID()
        let asked = visit.request.headers[.clientRequestID] ?? ""
        let correlation = ID<OAuthError>(parsing: asked)?.rawValue ?? tools.newCorrelationID()
        let timestamp = tools.now.errorForm
        let description =
            "AADSTS\(error.number): \(AADSTS.sentence(for: error.number))\r\nTrace ID: \(trace)\r\n"
            + "Correlation ID: \(correlation)\r\nTimestamp: \(timestamp)"
        var object: JSONObject = [
            "error": .string(error.error), "error_description": .string(description),
            "error_codes": [.integer(Int64(error.number))], "timestamp": .string(timestamp),
            "trace_id": .string(trace), "correlation_id": .string(correlation),
            "error_uri": .string("\(tools.publicURL.text)/error?code=\(error.number)"),
        ]
        if let suberror = error.suberror { object["suberror"] = .string(suberror) }
        if let claims = error.claims { object["claims"] = .string(claims) }
        var headers: HTTPFields = [:]
        if error.status == 401 { headers[.wwwAuthenticate] = "Basic realm=\"martlet\"" }
        if let seconds = error.retryAfterSeconds { headers[.retryAfter] = String(seconds) }
        return visit.json(object.text, status: .init(code: error.status), headers: headers)
    }
}
