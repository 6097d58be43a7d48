import HTTPTypes
import Hummingbird
import MartletActions
import MartletCredentials

extension Visit {
    /// The form token of a page that belongs to `handle`: a flow, a session, or the set-up.
    func formToken(for handle: String, browser: OpaqueToken) -> String {
        FormToken.make(handle: handle, browserSecret: browser.text)
    }

    /// The fields of a form that was served to this browser for `handle` (A119, A120).
    ///
    /// Refuses what another site made the browser send, whatever token it carries, and a token that is not ours.
    /// - Throws: `Stop.forged`, and what `form()` throws.
    func guardedForm(for handle: String) async throws -> FormBody { try await guardedForm(for: [handle]) }

    /// The same for a form that stands on several kinds of page.
    func guardedForm(for handles: [String]) async throws -> FormBody {
        let form = try await form()
        guard isSameOrigin, let browserSecret,
            handles.contains(where: {
                FormToken.isValid(form.text("token"), handle: $0, browserSecret: browserSecret.text)
            })
        else { throw Stop.forged }
        return form
    }

    /// Whether nothing says that the request was made by a page of another site.
    var isSameOrigin: Bool {
        if let site = request.headers[.secFetchSite], site != "same-origin", site != "none" { return false }
        guard let origin = request.headers[.origin] else { return true }
        // `null` is what a browser sends under our own `Referrer-Policy: no-referrer`; the token decides then.
        if origin == "null" || origin == doors.tools.publicURL.text { return true }
        // The host was checked before (`HostCheck`): on a loopback address this machine has several names.
        let scheme = doors.tools.publicURL.isSecure ? "https://" : "http://"
        return origin == scheme + (request.head.authority ?? "")
    }
}
