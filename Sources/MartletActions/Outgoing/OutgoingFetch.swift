import MartletPolicy

/// Fetches and delivers outside of this installation. There is one live implementation, and it holds `OutgoingRules`;
/// nothing else in the house opens a connection to an address that somebody wrote into a field (A256).
package protocol OutgoingFetch: Sendable {
    /// The document at `url`, of one of the content types of `kind` and no longer than its limit.
    ///
    /// Redirects are not followed (A257), and whatever takes longer than five seconds is given up (A258).
    /// - Throws: why it was not fetched.
    func get(_ url: String, _ kind: OutgoingDocument) async throws(OutgoingRefusal) -> [UInt8]

    /// Judges whether `url` may be fetched or posted to, as far as that can be told before anything is sent.
    /// - Throws: why it would not be.
    func check(_ url: String) async throws(OutgoingRefusal)

    /// Sends `form` (`application/x-www-form-urlencoded`) to `url` and gives the status of the answer, whatever it is;
    /// the body of the answer is not read.
    /// - Throws: why it was not delivered.
    func post(_ url: String, form: String) async throws(OutgoingRefusal) -> Int

    /// Sends a message to `url` and gives the status of the answer, whatever it is; the body of the answer is not read.
    /// - Throws: why it was not delivered.
    func post(_ url: String, _ message: OutgoingMessage) async throws(OutgoingRefusal) -> Int
}

/// Something that is sent with headers of its own.
package struct OutgoingMessage: Sendable {
    /// The headers, with names in lower case.
    package let headers: [(name: String, value: String)]
    /// The body.
    package let body: [UInt8]

    /// A message of both.
    package init(headers: [(name: String, value: String)], body: [UInt8]) {
        self.headers = headers
        self.body = body
    }
}

/// A kind of document that is fetched.
package struct OutgoingDocument: Sendable, Equatable {
    /// The content types that it may have, in lower case and without parameters.
    package let contentTypes: Set<String>
    /// The most bytes that it may have.
    package let limit: Int

    /// A kind of document with both given.
    package init(contentTypes: Set<String>, limit: Int) {
        self.contentTypes = contentTypes
        self.limit = limit
    }

    /// A JSON document: metadata of an issuer, a list of redirect URIs.
    package static let json = OutgoingDocument(contentTypes: ["application/json"], limit: 64 * 1024)
    /// A key set (RFC 7517 section 8.5.2), which many servers call plain JSON.
    package static let keySet = OutgoingDocument(
        contentTypes: ["application/jwk-set+json", "application/json"], limit: 64 * 1024)
    /// A list of revoked certificates (RFC 2585 section 4.2), in DER, or in PEM, which is longer by a third.
    package static let revocationList = OutgoingDocument(
        contentTypes: [
            "application/pkix-crl", "application/x-pkcs7-crl", "application/octet-stream", "application/x-pem-file",
        ], limit: 1_500_000)
    /// A picture of an app; SVG is none of them, because it is a program.
    package static let logo = OutgoingDocument(
        contentTypes: ["image/png", "image/jpeg", "image/webp"], limit: 64 * 1024)
}

/// Fetches nothing: for commands and tests that have no business outside.
package struct NoOutgoingFetch: OutgoingFetch {
    /// The only value there is.
    package init() {}

    /// Refuses.
    /// - Throws: `OutgoingRefusal.switchedOff`.
    package func get(_ url: String, _ kind: OutgoingDocument) async throws(OutgoingRefusal) -> [UInt8] {
        throw .switchedOff
    }

    /// Refuses.
    /// - Throws: `OutgoingRefusal.switchedOff`.
    package func check(_ url: String) async throws(OutgoingRefusal) { throw .switchedOff }

    /// Refuses.
    /// - Throws: `OutgoingRefusal.switchedOff`.
    package func post(_ url: String, form: String) async throws(OutgoingRefusal) -> Int { throw .switchedOff }

    /// Refuses.
    /// - Throws: `OutgoingRefusal.switchedOff`.
    package func post(_ url: String, _ message: OutgoingMessage) async throws(OutgoingRefusal) -> Int {
        throw .switchedOff
    }
}
