import HTTPTypes
import Hummingbird
import MartletActions
import MartletDirectory

/// The page on which a person types the code that a device shows (RFC 8628 section 3.3).
///
/// The code is typed and never taken from an address: a link that somebody sent must not be all it takes (A191).
struct DevicePages: Sendable {
    let doors: Doors

    /// The field for the code, or what came of it.
    @Sendable func ask(_ visit: Visit) async throws -> Response {
        switch visit.query["done"] {
        case "approved": return try visit.page(DeviceDonePage(isApproved: true))
        case "denied": return try visit.page(DeviceDonePage(isApproved: false))
        default: return try page(nil, typed: "", visit)
        }
    }

    /// Takes the code and begins the sign-in.
    @Sendable func take(_ visit: Visit) async throws -> Response {
        let form = try await visit.guardedForm(for: "device")
        guard let browser = visit.browser else { throw Stop.forged }
        let typed = String(form.text("user_code").prefix(64))
        switch try await EnterDeviceCode(doors.tools)(typed, browser: browser) {
        case .wrong: return try page(.wrong, typed: typed, visit, status: .badRequest)
        case .tooMany(let seconds):
            var response = try page(.tooMany, typed: "", visit, status: .tooManyRequests)
            response.headers[.retryAfter] = String(seconds)
            return response
        case .flow(let outcome): return try await FlowAnswer(visit: visit, browser: browser).respond(to: outcome)
        }
    }

    private func page(
        _ problem: DeviceCodePage.Problem?, typed: String, _ visit: Visit, status: HTTPResponse.Status = .ok
    ) throws -> Response {
        let (browser, cookies) = visit.namedBrowser()
        return try visit.page(
            DeviceCodePage(typed: typed, problem: problem), status: status,
            formToken: visit.formToken(for: "device", browser: browser.browser), cookies: cookies)
    }
}
