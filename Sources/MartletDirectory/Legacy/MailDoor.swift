/// The door that nginx's mail proxy asks at: who may ask, and where it sends whom it lets in.
///
/// Without a key it is shut, for whoever asks there says from which address somebody came.
package struct MailDoor: SparseDocument {
    /// A key that the proxy shows. Only its digest is kept.
    package struct Key: Sendable, Equatable, Codable {
        /// SHA-256 of the key's text.
        package var digest: [UInt8]
        /// Its first characters, enough to tell keys apart.
        package var hint: String
        /// When it was made.
        package var createdAt: Timestamp
        /// When it stops counting, because a newer one was made; `nil` for the newest.
        package var expiresAt: Timestamp?

        /// A key with every field given.
        package init(digest: [UInt8], hint: String, createdAt: Timestamp, expiresAt: Timestamp? = nil) {
            self.digest = digest
            self.hint = hint
            self.createdAt = createdAt
            self.expiresAt = expiresAt
        }

        /// Whether it counts.
        package func isGood(at now: Timestamp) -> Bool { expiresAt.map { now < $0 } ?? true }
    }

    /// A mail server behind the proxy. nginx wants an address here, never a name.
    package struct Backend: Sendable, Equatable, Codable {
        /// An IPv4 or IPv6 address.
        package var address: String
        /// 1…65535.
        package var port: Int

        /// A server with every field given.
        package init(address: String, port: Int) {
            self.address = address
            self.port = port
        }

        /// Both as text: `192.0.2.4:143` or `[2001:db8::4]:143`.
        package var text: String { address.contains(":") ? "[\(address)]:\(port)" : "\(address):\(port)" }
    }

    /// What mail programs speak.
    package enum MailProtocol: String, Sendable, Hashable, CaseIterable { case imap, pop3, smtp }

    /// The keys, newest first.
    package var keys: [Key]
    /// Where IMAP goes.
    package var imap: Backend?
    /// Where POP3 goes.
    package var pop3: Backend?
    /// Where mail is handed in.
    package var smtp: Backend?

    /// The defaults: no key, no servers.
    package init() {
        keys = []
    }

    package init(from decoder: any Decoder) throws {
        let members = try decoder.container(keyedBy: CodingKeys.self)
        keys = try members.decode(.keys, or: [])
        imap = try members.decodeIfPresent(Backend.self, forKey: .imap)
        pop3 = try members.decodeIfPresent(Backend.self, forKey: .pop3)
        smtp = try members.decodeIfPresent(Backend.self, forKey: .smtp)
    }

    /// The server for a protocol.
    package subscript(mailProtocol: MailProtocol) -> Backend? {
        get {
            switch mailProtocol {
            case .imap: imap
            case .pop3: pop3
            case .smtp: smtp
            }
        }
        set {
            switch mailProtocol {
            case .imap: imap = newValue
            case .pop3: pop3 = newValue
            case .smtp: smtp = newValue
            }
        }
    }
}
