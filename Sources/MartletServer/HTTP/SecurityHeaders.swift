import HTTPTypes
import Hummingbird
import MartletActions
import MartletCredentials
import MartletDirectory

/// Puts the headers of ASVS V3.4 on every answer, and draws the nonce that a page's scripts carry (N-C05, N-C09).
struct SecurityHeaders: RouterMiddleware {
    typealias Context = DoorContext

    let doors: Doors

    func handle(
        _ request: Request, context: DoorContext, next: (Request, DoorContext) async throws -> Response
    ) async throws -> Response {
        var context = context
        context.nonce = Base64URL.encode(doors.tools.ambient.randomBytes(16))
        var response = try await next(request, context)
        if response.headers[.contentSecurityPolicy] == nil { response.headers[.contentSecurityPolicy] = Self.bare }
        response.headers[.xContentTypeOptions] = "nosniff"
        response.headers[.referrerPolicy] = "no-referrer"
        response.headers[.xFrameOptions] = "DENY"
        response.headers[.crossOriginOpenerPolicy] = "same-origin"
        response.headers[.crossOriginResourcePolicy] = "same-origin"
        if response.headers[.permissionsPolicy] == nil { response.headers[.permissionsPolicy] = Self.permissions }
        if doors.tools.publicURL.isSecure {
            response.headers[.strictTransportSecurity] = "max-age=31536000; includeSubDomains"
        }
        return response
    }

    /// The policy of a page. Only the page after signing out has `frames`.
    static func policy(nonce: String, formActions: [String], frames: [String] = []) -> String {
        let forms = (["'self'"] + formActions).joined(separator: " ")
        let framed = frames.isEmpty ? "" : "frame-src \(Set(frames).sorted().joined(separator: " ")); "
        return "default-src 'none'; \(framed)script-src 'nonce-\(nonce)' 'strict-dynamic'; style-src 'self'; "
            + "img-src 'self' data:; font-src 'self'; connect-src 'self'; form-action \(forms); "
            + "frame-ancestors 'none'; base-uri 'none'; object-src 'none'; require-trusted-types-for 'script'"
    }

    /// The policy of the Martlet Authenticator: that of a page, and a worker and a manifest of its own.
    static func applicationPolicy(nonce: String) -> String {
        policy(nonce: nonce, formActions: []) + "; worker-src 'self'; manifest-src 'self'"
    }

    /// The Martlet Authenticator reads codes with the camera.
    static let applicationPermissions = permissions.replacing("camera=()", with: "camera=(self)")

    /// The policy of everything that is not a page.
    private static let bare = "default-src 'none'; frame-ancestors 'none'; base-uri 'none'"
    private static let permissions =
        "camera=(), geolocation=(), microphone=(), payment=(), usb=(), publickey-credentials-get=(self), "
        + "publickey-credentials-create=(self)"
}
