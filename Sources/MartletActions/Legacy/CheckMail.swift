import MartletCredentials
import MartletDirectory
import MartletPolicy
import MartletStore

/// A mail program's name and password, as nginx's mail proxy passes them on: legacy authentication (SD-41, SD-42).
///
/// Only the holder of the organisation's key is heard, because it says from which address the program came.
package struct CheckMail: Sendable {
    let tools: Tools

    /// The action on a set of tools.
    package init(_ tools: Tools) {
        self.tools = tools
    }

    /// What the proxy is told.
    package enum Answer: Sendable, Equatable {
        /// Nobody who may ask: no such organisation, no key, or another one.
        case shut
        /// There is no mail server for this protocol, whoever asks.
        case noServer
        /// Every refusal.
        case refused
        /// Let in, to this server, under this name.
        case passed(MailDoor.Backend, userPrincipalName: String)
    }

    /// Answers one question of the proxy that shows `key`; `login` is `nil` for what cannot be read, which is refused.
    /// `isPersonsOwn` says whether the address is the one that the proxy was asked from, and not its own.
    /// - Throws: `ActionError.overloaded`, also for an address that tried too many names (A079); `StoreError`.
    package func callAsFunction(
        organization: String, key: String, login: MailLogin?, origin: Origin, isPersonsOwn: Bool
    ) async throws -> Answer {
        let tenant = try await tools.store.read { try $0.tenant(named: organization) }
        guard let tenant, holdsKey(key, of: tenant.legacyAuthentication.mailDoor) else { return .shut }
        guard let login, !login.name.isEmpty else { return .refused }
        guard let backend = tenant.legacyAuthentication.mailDoor[login.mailProtocol] else { return .noServer }
        let knock = PasswordOnlyKnock(
            door: .legacyMail, clientApp: .of(login.mailProtocol), protocolName: login.mailProtocol.rawValue,
            application: nil, origin: origin, isPersonsOwn: isPersonsOwn)
        let name = try await tools.knock(
            knock, name: login.name, password: login.password, tenant: tenant
        ) { _, subject, _ in
            (subject.user.userPrincipalName.text, session: nil)
        }.entrance()
        return name.map { .passed(backend, userPrincipalName: $0) } ?? .refused
    }

    /// Whether the text is one of the keys that count; digests are compared, all of them, in constant time.
    private func holdsKey(_ text: String, of door: MailDoor) -> Bool {
        guard let key = OpaqueToken.parse(text, .mailKey) else { return false }
        let at = tools.now
        return door.keys.reduce(false) { found, candidate in
            let isSame = ConstantTime.areEqual(candidate.digest, key.digest)
            return isSame && candidate.isGood(at: at) || found
        }
    }
}

extension ClientApp {
    /// The value in the log for a mail protocol.
    static func of(_ mailProtocol: MailDoor.MailProtocol) -> ClientApp {
        switch mailProtocol {
        case .imap: .imap4
        case .pop3: .pop3
        case .smtp: .authenticatedSMTP
        }
    }
}
