import HTTPTypes
import Hummingbird
import MartletActions
import MartletDirectory
import NIOCore

/// The front of the house: the way in, the files that pages refer to, the choice of colours.
struct FrontPages: Sendable {
    let doors: Doors

    /// Sends people where they want to be: to the set-up while there is no organisation, else to their account.
    @Sendable func start(_ visit: Visit) async throws -> Response {
        let outcome = try await EnterPage(doors.tools)(.account, browser: visit.browser)
        if case .notSetUp = outcome { return visit.redirect(to: "/setup") }
        return visit.redirect(to: "/account")
    }

    /// A style sheet, a script or a drawing; kept for a year under the address that holds its digest.
    @Sendable func asset(_ visit: Visit) async throws -> Response {
        guard let asset = doors.pages.assets[try visit.segment("name")] else { throw Stop.notFound }
        let isPinned = visit.query["v"] == asset.digest
        return Response(
            status: .ok,
            headers: [
                .contentType: asset.contentType, .eTag: "\"\(asset.digest)\"",
                .cacheControl: isPinned ? "public, max-age=31536000, immutable" : "no-cache",
            ], body: .init(byteBuffer: ByteBuffer(bytes: asset.bytes)))
    }

    /// Keeps the colours that a person chose in this browser; nothing depends on it, so it needs no token.
    @Sendable func chooseTheme(_ visit: Visit) async throws -> Response {
        let form = try await visit.form()
        guard visit.isSameOrigin else { throw Stop.forged }
        let theme = PageContext.Theme(rawValue: form.text("theme"))
        let cookie =
            theme.map { doors.cookies.set(.theme, to: $0.rawValue, maxAge: 31_536_000) }
            ?? doors.cookies.remove(.theme)
        let back = LocalRequest(returnTo: form.text("return-to"), fallback: "/account").returnTo
        return visit.redirect(to: back, cookies: [cookie])
    }
}
