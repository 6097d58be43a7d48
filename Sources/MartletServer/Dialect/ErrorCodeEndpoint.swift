import HTTPTypes
import Hummingbird
import MartletActions
import MartletDirectory

/// Says what a number in an error of ours means: where `error_uri` leads (RFC 6749 section 5.2).
struct ErrorCodeEndpoint: Sendable {
    let doors: Doors

    @Sendable func show(_ visit: Visit) async throws -> Response {
        let text = visit.query.text("code")
        guard text.utf8.count <= 9, let number = Int(text), number >= 0 else {
            return try visit.page(ErrorCodePage(code: nil))
        }
        return try visit.page(ErrorCodePage(code: number))
    }
}
