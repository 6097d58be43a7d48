import HTTPTypes
import Hummingbird
import MartletActions
import MartletCredentials
import MartletDirectory
import NIOCore

extension Visit {
    /// A page of HTML.
    ///
    /// `formActions` are the origins besides our own that a form on the page may lead to: the app's, where the next
    /// answer redirects there (N-C05); `frames` those that it may show in frames.
    func page(
        _ page: some Page, status: HTTPResponse.Status = .ok, organization: String? = nil,
        person: PageContext.Person? = nil, formToken: String = "", formActions: [String] = [],
        frames: [String] = [], cookies: [String] = []
    ) throws -> Response {
        let pageContext = PageContext(
            language: language(person: nil), nonce: context.nonce, organizationName: organization, person: person,
            path: samePath, formToken: formToken, now: doors.tools.now,
            theme: cookie(.theme).flatMap(PageContext.Theme.init(rawValue:)))
        let html = try doors.pages.render(page, in: pageContext)
        var headers: HTTPFields = [
            .contentType: "text/html; charset=utf-8", .cacheControl: "no-store",
            .contentSecurityPolicy: SecurityHeaders.policy(
                nonce: context.nonce, formActions: formActions, frames: frames),
        ]
        headers.add(cookies: cookies + languageCookie)
        return Response(
            status: status, headers: headers, body: .init(byteBuffer: ByteBuffer(string: html)))
    }

    /// A redirect that never repeats a posted body (A129).
    func redirect(to location: String, cookies: [String] = []) -> Response {
        var headers: HTTPFields = [.location: location, .cacheControl: "no-store"]
        headers.add(cookies: cookies)
        return Response(status: .seeOther, headers: headers)
    }

    /// JSON that nobody keeps.
    func json(_ text: String, status: HTTPResponse.Status = .ok, headers extra: HTTPFields = [:]) -> Response {
        var headers: HTTPFields = [
            .contentType: "application/json; charset=utf-8", .cacheControl: "no-store",
        ]
        headers.append(contentsOf: extra)
        return Response(status: status, headers: headers, body: .init(byteBuffer: ByteBuffer(string: text)))
    }

    /// The language to show: what the address asks for, what the browser chose, what it prefers.
    func language(person: String?) -> Language {
        Language.choice(
            uiLocales: query["ui_locales"], chosen: cookie(.language) ?? person,
            acceptLanguage: request.headers[.acceptLanguage])
    }

    /// A language that is asked for in the address is kept for the pages that follow.
    private var languageCookie: [String] {
        guard let asked = query["ui_locales"] else { return [] }
        let language = Language.choice(uiLocales: asked, chosen: nil, acceptLanguage: nil)
        guard language.rawValue != cookie(.language) else { return [] }
        return [doors.cookies.set(.language, to: language.rawValue, maxAge: 31_536_000)]
    }

    /// The address of this page for the language links: a posted page links to the page it came from.
    private var samePath: String {
        let kept = query.fields.filter { $0.name != "ui_locales" }
            .map { "\($0.name.formEncoded)=\($0.value.formEncoded)" }
        let path = request.uri.path
        return kept.isEmpty ? path : "\(path)?\(kept.joined(separator: "&"))"
    }

    /// The browser, with the cookie to set where it had none.
    func namedBrowser() -> (browser: BrowserState, cookies: [String]) {
        if let browser { return (browser, []) }
        let secret = doors.tools.newToken(.browser)
        let browser = BrowserState(browser: secret, session: nil, origin: origin)
        return (browser, [doors.cookies.set(.browser, to: secret.text, maxAge: 31_536_000)])
    }

    /// The cookies of a session that was opened or raised: its own, and the browser's where that was replaced.
    func cookies(for issued: IssuedSession) -> [String] {
        let left = (issued.session.expiresAt - doors.tools.now).inSeconds
        let session = doors.cookies.set(
            .session, to: issued.secret.text, maxAge: issued.session.isPersistent ? left : nil)
        let browser = issued.browser.map { doors.cookies.set(.browser, to: $0.text, maxAge: 31_536_000) }
        return [session] + (browser.map { [$0] } ?? [])
    }
}

extension HTTPFields {
    /// Adds a `Set-Cookie` for each text.
    mutating func add(cookies: [String]) {
        for cookie in cookies { append(HTTPField(name: .setCookie, value: cookie)) }
    }
}
