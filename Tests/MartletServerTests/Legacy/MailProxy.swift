import Foundation
import HTTPTypes
import MartletActions
import MartletCredentials
import MartletDirectory
import MartletTesting

/// nginx's mail proxy, as far as Martlet sees it.
extension TestBrowser {
    /// One question, in nginx's spelling.
    func mail(
        _ key: String, name: String, password: String, from address: String = "192.0.2.10",
        speaking mailProtocol: String = "imap", attempt: Int = 1, change: (inout HTTPFields) -> Void = { _ in }
    ) async throws -> Answer {
        var headers = HTTPFields()
        let fields = [
            ("Auth-Method", "plain"), ("Auth-User", name.nginxEscaped), ("Auth-Pass", password.nginxEscaped),
            ("Auth-Protocol", mailProtocol), ("Auth-Login-Attempt", String(attempt)), ("Client-IP", address),
            ("X-Auth-Key", key),
        ]
        for (name, value) in fields {
            if let name = HTTPField.Name(name) { headers.append(HTTPField(name: name, value: value)) }
        }
        change(&headers)
        return try await send("/legacy/mail/example.com", .get, nil, headers)
    }
}

extension TestBrowser.Answer {
    /// What nginx is told.
    var mailStatus: String? { header("Auth-Status") }
}

extension TestHouse {
    /// Makes a key for the mail proxy and says where mail goes.
    func mailDoor() async throws -> String {
        let caller = try await operatorCaller()
        try await SetMailServers(tools)(
            [.imap: "192.0.2.4:143", .pop3: "192.0.2.4:110", .smtp: "[2001:db8::4]:587"], by: caller)
        return try await MakeMailKey(tools)(by: caller).text
    }
}

extension String {
    /// As nginx writes a name or a password into a header: control characters, spaces and percent signs are escaped.
    var nginxEscaped: String {
        utf8.map { byte in
            byte <= 0x20 || byte == 0x25 || byte >= 0x7f
                ? "%" + String(format: "%02X", byte) : String(UnicodeScalar(byte))
        }.joined()
    }
}
