import Foundation
import HTTPTypes
import Hummingbird
import MartletActions
import MartletCredentials
import MartletDirectory
import MartletPolicy

/// Turns what a step came to into what the browser gets.
struct FlowAnswer: Sendable {
    let visit: Visit
    let browser: BrowserState
    /// What the person has just tried, so that its page is shown again rather than the first choice's.
    var tried: Method?
    /// Cookies that the answer sets besides a session's.
    var cookies: [String] = []

    func respond(to outcome: FlowOutcome) async throws -> Response {
        switch outcome {
        case .page(let page): return try show(page)
        case .next(let handle):
            // Who has just asked their phone sees its number and not another method's page.
            let picked = tried == .push ? "?with=push" : ""
            return visit.redirect(to: "/signin/\(handle)\(picked)", cookies: cookies)
        case .elsewhere(let address): return visit.redirect(to: address, cookies: cookies)
        case .outOfStep(let handle):
            // 409, and the way back to where the flow really is (A003).
            var response = visit.redirect(to: "/signin/\(handle)", cookies: cookies)
            response.status = .conflict
            response.headers[.location] = nil
            response.headers[.refresh] = "0; url=/signin/\(handle)"
            response.headers[.contentType] = "text/plain; charset=utf-8"
            return response
        case .gone:
            return try visit.page(
                RefusalPage(
                    errorCode: 50089, correlationID: visit.doors.tools.newCorrelationID(), retry: "/account"),
                status: .badRequest, cookies: cookies)
        case .answered(let answer): return try await send(answer, cookies: cookies)
        case .cancelled: return try visit.page(StartPage(isSignedIn: false), cookies: cookies)
        case .finished(let result):
            var all = cookies
            if let session = result.session { all += visit.cookies(for: session) }
            switch result.destination {
            case .local(let path): return visit.redirect(to: path, cookies: all)
            case .application(let answer): return try await send(answer, cookies: all)
            }
        }
    }

    /// Carries an answer to the app, in the query or by a form that posts itself (OAuth 2.0 Form Post Response Mode);
    /// signed first, where the app wants it so (JARM).
    func send(_ plain: AuthorizationAnswer, cookies: [String]) async throws -> Response {
        let answer = try await SealAnswer(visit.doors.tools)(plain)
        switch answer.mode.isForm {
        case false:
            let query = answer.parameters.map { "\($0.name.formEncoded)=\($0.value.formEncoded)" }
                .joined(separator: "&")
            let separator = answer.redirectURI.contains("?") ? "&" : "?"
            return visit.redirect(to: answer.redirectURI + separator + query, cookies: cookies)
        case true:
            let fields = answer.parameters.map { FormField(name: $0.name, value: $0.value) }
            return try visit.page(
                FormPostPage(action: answer.redirectURI, fields: fields, application: ""),
                formActions: [Self.origin(of: answer.redirectURI)], cookies: cookies)
        }
    }

    /// Scheme and host of a redirect URI as a content security policy names them.
    static func origin(of uri: String) -> String {
        // Only what stands right behind the scheme is a host; anything later is the app's to write.
        let scheme = uri.prefix { $0 != ":" } + ":"
        let rest = uri.dropFirst(scheme.count)
        guard rest.hasPrefix("//") else { return String(scheme) }
        let authority = rest.dropFirst(2).prefix { !"/?#;,".contains($0) }
        return authority.isEmpty ? String(scheme) : "\(scheme)//\(authority)"
    }
}
