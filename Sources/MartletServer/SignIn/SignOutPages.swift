import HTTPTypes
import Hummingbird
import MartletActions
import MartletDirectory

/// Signing out, by the person or by an app.
struct SignOutPages: Sendable {
    let doors: Doors

    /// Asks whether to sign out; a GET does nothing (A105).
    @Sendable func ask(_ visit: Visit) async throws -> Response {
        let (browser, cookies) = visit.namedBrowser()
        return try visit.page(
            SignOutPage(), formToken: visit.formToken(for: "signout", browser: browser.browser), cookies: cookies)
    }

    /// Signs this browser out, and answers the app that asked for it, if one did.
    @Sendable func leave(_ visit: Visit) async throws -> Response {
        // The button stands on this page and on every page of the house, whose forms are bound to the session.
        let session = try await visit.browser.asyncFlatMap { try await SignOut(doors.tools).session(of: $0) }
        let form = try await visit.guardedForm(for: ["signout", session?.rawValue ?? "signout"])
        if form["organization"] != nil {
            return try await answer(form, organization: form.text("organization"), isConfirmed: true, visit)
        }
        let ended = try await visit.browser.asyncFlatMap { try await SignOut(doors.tools)($0) }
        return try signedOut(ended?.frontChannel ?? [], cookies: [doors.cookies.remove(.session)], visit)
    }

    /// The end_session endpoint (OpenID Connect RP-Initiated Logout 1.0), by GET and by POST.
    @Sendable func endSession(_ visit: Visit) async throws -> Response {
        let form = visit.request.method == .post ? try await visit.form() : visit.query
        return try await answer(form, organization: try visit.segment("tenant"), isConfirmed: false, visit)
    }

    private func answer(
        _ form: FormBody, organization: String, isConfirmed: Bool, _ visit: Visit
    ) async throws -> Response {
        let outcome = try await SignOut(doors.tools)(
            SignOut.Request(
                organization: organization, idTokenHint: form["id_token_hint"], clientID: form["client_id"],
                postLogoutRedirectURI: form["post_logout_redirect_uri"], state: form["state"]),
            isConfirmed: isConfirmed, browser: visit.browser)
        switch outcome {
        case .confirm(let application, let returnsTo, let isForeign):
            let (browser, cookies) = visit.namedBrowser()
            var kept = ["id_token_hint", "client_id", "post_logout_redirect_uri", "state"]
                .compactMap { name in form[name].map { FormField(name: name, value: $0) } }
            kept.append(FormField(name: "organization", value: organization))
            return try visit.page(
                SignOutPage(application: application, isForeign: isForeign, hiddenFields: kept),
                formToken: visit.formToken(for: "signout", browser: browser.browser),
                // Only what is registered may be named in the policy: anything else is somebody's text in a header.
                formActions: returnsTo.map { [FlowAnswer.origin(of: $0)] } ?? [], cookies: cookies)
        case .signedOut(let redirect, let application, let ended):
            let cookies = ended.hasEnded ? [doors.cookies.remove(.session)] : []
            if let redirect, ended.frontChannel.isEmpty { return visit.redirect(to: redirect, cookies: cookies) }
            return try signedOut(
                ended.frontChannel, returnsTo: redirect, application: application, cookies: cookies, visit)
        }
    }

    /// The page that says so. It loads what the apps of the session want loaded, and then goes on, if there is where to.
    private func signedOut(
        _ frames: [String], returnsTo address: String? = nil, application: String? = nil, cookies: [String],
        _ visit: Visit
    ) throws -> Response {
        try visit.page(
            SignedOutPage(returnAddress: address, application: application, frames: frames),
            frames: frames.map(FlowAnswer.origin), cookies: cookies)
    }
}

extension Optional where Wrapped: Sendable {
    /// `flatMap` with a closure that waits.
    fileprivate func asyncFlatMap<Result>(_ transform: (Wrapped) async throws -> Result?) async rethrows -> Result? {
        guard let self else { return nil }
        return try await transform(self)
    }
}
