import Foundation
import HTTPTypes
import HummingbirdTesting
import MartletActions
import MartletCredentials
import MartletDirectory
import MartletStore
import MartletTesting

/// Requests as the tools of clients.md write them.
enum DialectRequest {
    /// A token request of the first generation with a password.
    static func password(
        _ name: String, _ password: String, client: String, resource: String = "https://graph.windows.net"
    ) -> [(String, String)] {
        [
            ("resource", resource), ("client_id", client), ("client_info", "1"), ("grant_type", "password"),
            ("username", name), ("password", password), ("scope", "openid"),
        ]
    }
}

extension TestBrowser {
    /// Posts JSON.
    func json(_ path: String, _ text: String) async throws -> Answer {
        try await send(path, .post, text, [.contentType: "application/json"])
    }
}

extension TestBrowser.Answer {
    /// The answer as a JSON object; an empty one where it is none.
    var object: JSONObject { (try? JSONReader.object(Array(body.utf8))) ?? JSONObject() }

    /// A header of the answer.
    func header(_ name: String) -> String? { HTTPField.Name(name).flatMap { headers[$0] } }

    /// The body and the headers with everything taken out that is different each time.
    var unvarying: String {
        var text = body
        for pattern in [
            "[0-9a-f]{8}-[0-9a-f]{4}-[0-9a-f]{4}-[0-9a-f]{4}-[0-9a-f]{12}",
            "[A-Za-z0-9_-]{20,}", "[0-9]{4}-[0-9]{2}-[0-9]{2}[T ][0-9:]{8}Z?",
        ] {
            text = text.replacingOccurrences(of: pattern, with: "*", options: .regularExpression)
        }
        return "\(status) \(headers.map { $0.name.rawName }.sorted()) \(body.utf8.count) \(text)"
    }
}
