import HTTPTypes
import Hummingbird
import MartletActions
import MartletCredentials
import NIOCore

/// The Martlet Authenticator as a browser loads it: one page, its manifest, and the worker that keeps it and takes
/// messages. Which accounts a phone has, only the phone knows: the page is the same for everybody.
struct AuthenticatorApp: Sendable {
    let doors: Doors

    /// The app.
    @Sendable func page(_ visit: Visit) async throws -> Response {
        let identity = try await doors.tools.pushIdentity()
        var response = try visit.page(
            AuthenticatorPage(audience: doors.tools.publicURL.text, pushKey: identity.publicKey))
        response.headers[.contentSecurityPolicy] = SecurityHeaders.applicationPolicy(nonce: visit.context.nonce)
        response.headers[.permissionsPolicy] = SecurityHeaders.applicationPermissions
        return response
    }

    /// What the phone needs to put the app on its home screen.
    @Sendable func manifest(_ visit: Visit) async throws -> Response {
        let icon: JSONObject = [
            "src": .string(doors.pages.assets["authenticator-icon.svg"]?.address ?? ""), "sizes": "any",
            "type": "image/svg+xml", "purpose": "any",
        ]
        let pictures: [JSONValue] = [192, 512].compactMap { size in
            doors.pages.assets["authenticator-\(size).png"].map { asset in
                .object([
                    "src": .string(asset.address), "sizes": .string("\(size)x\(size)"), "type": "image/png",
                    "purpose": "any maskable",
                ])
            }
        }
        let manifest: JSONObject = [
            "id": "/authenticator", "name": "Martlet Authenticator", "short_name": "Authenticator",
            "start_url": "/authenticator", "scope": "/authenticator", "display": "standalone",
            "background_color": "#0a4a47", "theme_color": "#0a4a47", "icons": .array([.object(icon)] + pictures),
        ]
        return Response(
            status: .ok,
            headers: [.contentType: "application/manifest+json; charset=utf-8", .cacheControl: "no-cache"],
            body: .init(byteBuffer: ByteBuffer(string: manifest.text)))
    }

    /// The worker; its address decides what it may keep and answer, so it is no asset like others.
    @Sendable func worker(_ visit: Visit) async throws -> Response {
        guard let script = doors.pages.assets["authenticator-worker.js"] else { throw Stop.notFound }
        return Response(
            status: .ok,
            headers: [
                .contentType: script.contentType, .cacheControl: "no-cache", .eTag: "\"\(script.digest)\"",
                .serviceWorkerAllowed: "/authenticator",
                .contentSecurityPolicy:
                    "default-src 'none'; connect-src 'self'; frame-ancestors 'none'; base-uri 'none'",
            ], body: .init(byteBuffer: ByteBuffer(bytes: script.bytes)))
    }
}
