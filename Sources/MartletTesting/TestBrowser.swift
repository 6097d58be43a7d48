import HTTPTypes
import Hummingbird
import HummingbirdTesting
import MartletActions
import MartletCredentials
import MartletDirectory
import MartletServer
import NIOCore
import Synchronization

/// A browser for tests: keeps cookies, fills in forms, and follows redirects as long as they stay in the house.
package final class TestBrowser: Sendable {
    /// What came back.
    package struct Answer: Sendable {
        package var status: Int
        package var headers: HTTPFields
        package var body: String
        /// Where the browser is now: the path of the last request, or the address it was sent away to.
        package var location: String

        /// The parameters of the address, decoded.
        package var parameters: [String: String] {
            let query = location.split(separator: "?", maxSplits: 1).dropFirst().first ?? ""
            let fields = FormBody(parsing: query)?.fields ?? []
            return Dictionary(fields.map { ($0.name, $0.value) }, uniquingKeysWith: { first, _ in first })
        }

        /// The actions of the forms on the page, in order.
        package var forms: [String] { body.attributes("action", of: "form") }

        /// The form token on the page.
        package var token: String {
            body.tags("input").first { $0.attribute("name") == "token" }?.attribute("value") ?? ""
        }
    }

    private let client: any TestClientProtocol
    private let cookies = Mutex<[String: String]>([:])
    /// What the browser calls itself.
    package let userAgent: String
    /// The address it comes from, through the proxy that the test server trusts.
    package let address: String

    /// A fresh browser.
    package init(_ client: any TestClientProtocol, address: String = "192.0.2.10", userAgent: String = "TestBrowser/1")
    {
        self.client = client
        self.address = address
        self.userAgent = userAgent
    }

    /// Another browser that reaches the same server.
    package func another() -> TestBrowser { TestBrowser(client, address: address, userAgent: userAgent) }

    /// The names of the cookies it holds.
    package var cookieNames: [String] { cookies.withLock { $0.keys.sorted() } }

    /// Forgets the session as closing does, and keeps what is kept: the browser's own cookie.
    package func close() { cookies.withLock { $0 = $0.filter { !$0.key.hasSuffix("session") } } }

    /// The value of a cookie.
    package func cookie(_ name: String) -> String? { cookies.withLock { $0[name] } }

    /// Sets a cookie, as a thief would.
    package func setCookie(_ name: String, _ value: String) { cookies.withLock { $0[name] = value } }

    /// Fetches a page and follows redirects inside the house.
    package func get(_ path: String, headers: HTTPFields = [:]) async throws -> Answer {
        try await follow(try await send(path, .get, nil, headers))
    }

    /// Posts a form and follows redirects inside the house.
    package func post(_ path: String, _ fields: [(String, String)], headers: HTTPFields = [:]) async throws -> Answer {
        try await follow(try await raw(path, fields, headers: headers))
    }

    /// Posts a form and stays.
    package func raw(_ path: String, _ fields: [(String, String)], headers: HTTPFields = [:]) async throws -> Answer {
        let text = fields.map { "\($0.0.formEncoded)=\($0.1.formEncoded)" }.joined(separator: "&")
        var all: HTTPFields = [.contentType: "application/x-www-form-urlencoded"]
        all.append(contentsOf: headers)
        return try await send(path, .post, text, all)
    }

    /// Submits the form of a page whose action ends in `action`, with the page's token.
    package func submit(_ page: Answer, _ action: String, _ fields: [(String, String)] = []) async throws -> Answer {
        guard let target = page.forms.first(where: { $0.hasSuffix(action) }) else {
            return Answer(status: 0, headers: [:], body: "no form \(action) on: \(page.body)", location: page.location)
        }
        let asked = page.body.tags("input").first { $0.attribute("name") == "asked" }?.attribute("value")
        return try await post(target, [("token", page.token)] + (asked.map { [("asked", $0)] } ?? []) + fields)
    }

    /// One request, without following anything.
    package func send(
        _ path: String, _ method: HTTPRequest.Method, _ body: String?, _ headers: HTTPFields
    ) async throws -> Answer {
        var all: HTTPFields = [.userAgent: userAgent, .accept: "text/html"]
        if let name = HTTPField.Name("X-Forwarded-For") { all[name] = address }
        let jar = cookies.withLock { $0.map { "\($0.key)=\($0.value)" }.sorted().joined(separator: "; ") }
        if !jar.isEmpty { all[.cookie] = jar }
        for field in headers { all[field.name] = field.value }
        let response = try await client.execute(
            uri: path, method: method, headers: all, body: body.map { ByteBuffer(string: $0) }
        ) { $0 }
        for cookie in response.headers[values: .setCookie] {
            guard let pair = cookie.split(separator: ";").first, let equals = pair.firstIndex(of: "=") else { continue }
            let name = String(pair[..<equals])
            let value = String(pair[pair.index(after: equals)...])
            cookies.withLock { $0[name] = value.isEmpty ? nil : value }
        }
        return Answer(
            status: response.status.code, headers: response.headers, body: String(buffer: response.body),
            location: response.headers[.location] ?? path)
    }

    private func follow(_ answer: Answer) async throws -> Answer {
        var answer = answer
        for _ in 0..<10 {
            guard (300..<400).contains(answer.status), answer.location.hasPrefix("/") else { return answer }
            let path = answer.location
            answer = try await send(path, .get, nil, [:])
        }
        return answer
    }
}

extension String {
    /// The texts of the tags of a name, `<name …>`.
    package func tags(_ name: String) -> [Substring] {
        split(separator: "<").filter { $0.hasPrefix(name + " ") }.map { $0.prefix { $0 != ">" } }
    }

    func attributes(_ attribute: String, of tag: String) -> [String] {
        tags(tag).compactMap { $0.attribute(attribute) }
    }
}

extension Substring {
    /// The value of an attribute, with the entities that our pages write.
    package func attribute(_ name: String) -> String? {
        for part in split(separator: "\"", omittingEmptySubsequences: false).enumerated() where part.offset % 2 == 0 {
            guard part.element.hasSuffix(" \(name)=") else { continue }
            let values = split(separator: "\"", omittingEmptySubsequences: false)
            guard part.offset + 1 < values.count else { return nil }
            return values[part.offset + 1].split(separator: "&amp;", omittingEmptySubsequences: false)
                .joined(separator: "&")
        }
        return nil
    }
}
