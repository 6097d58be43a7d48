import Logging
import MartletActions
import MartletDirectory

/// One connection of a directory client: who it belongs to, and what it is answered (RFC 4511, RFC 4513).
///
/// It answers one message after the other, and knows no sockets.
actor LDAPSession {
    /// What is to become of the connection.
    enum Next: Sendable, Equatable {
        case goOn
        /// TLS begins with the next byte in either direction.
        case startTLS
        case close
    }

    /// The longest message of somebody who has not bound, in bytes.
    static let longestOfStranger = 16 * 1024
    /// The longest message of somebody who has.
    static let longestOfBound = 64 * 1024
    /// The words beside a refused bind, whatever was wrong (SD-44).
    static let refusal = "the name or the password was refused"

    let tools: Tools
    let origin: Origin
    let send: @Sendable ([UInt8]) async throws -> Void
    private(set) var isSecure: Bool
    private(set) var binding: DirectoryBinding?
    /// The searches that can be gone on with, oldest first; nobody else's cookie is among them (A218).
    var pages: [(cookie: [UInt8], search: PagedSearch)] = []

    /// A connection that has just been made; `send` returns when the bytes are out.
    init(
        tools: Tools, origin: Origin, isSecure: Bool, send: @escaping @Sendable ([UInt8]) async throws -> Void
    ) {
        self.tools = tools
        self.origin = origin
        self.isSecure = isSecure
        self.send = send
    }

    /// How long the next message may be, in bytes.
    var longestMessage: Int { binding == nil ? Self.longestOfStranger : Self.longestOfBound }

    /// The connection is encrypted from now on, and whoever it belonged to before was never told to it.
    func secured() { isSecure = true }

    /// Answers a message.
    /// - Throws: what `send` throws.
    func answer(_ bytes: [UInt8]) async throws -> Next {
        let request: LDAPRequest
        do {
            request = try LDAPRequest(bytes)
        } catch {
            try await send(LDAPAnswer.disconnection(.protocolError).bytes)
            return .close
        }
        switch request.operation {
        case .unbind: return .close
        // One operation is answered before the next is read, so there is never one to forget about.
        case .abandon: return .goOn
        default: break
        }
        // Whatever becomes of a bind, nobody is bound by what was before it (RFC 4513 section 4).
        if case .bind = request.operation {
            binding = nil
            pages = []
        }
        let known: Set<String> = if case .search = request.operation { [LDAPName.pagedResults] } else { [] }
        let answer: LDAPAnswer
        if request.controls.contains(where: { $0.isCritical && !known.contains($0.name) }) {
            answer = LDAPAnswer(id: request.id, kind: kind(of: request), code: .unavailableCriticalExtension)
        } else {
            answer = try await self.answer(request)
        }
        try await send(answer.bytes)
        if case .extended(LDAPName.startTLS?, _) = answer.kind, answer.code == .success { return .startTLS }
        return .goOn
    }

    private func answer(_ request: LDAPRequest) async throws -> LDAPAnswer {
        var answer = LDAPAnswer(id: request.id, kind: kind(of: request), code: .success)
        switch request.operation {
        case .bind(let version, let name, let password):
            answer.code = await bind(version: version, name: name, password: password)
            if answer.code == .invalidCredentials { answer.diagnostic = Self.refusal }
        case .search(let search):
            return try await self.search(search, of: request)
        case .compare(let entry, let attribute, let value):
            answer.code = await compare(entry, attribute, value)
        case .extended(LDAPName.startTLS, let value):
            answer.code = value != nil ? .protocolError : isSecure ? .operationsError : .success
            if answer.code == .success { binding = nil }
        case .extended(LDAPName.whoAmI, let value):
            guard value == nil else {
                answer.code = .protocolError
                return answer
            }
            await whoAmI(&answer)
        case .extended: answer.code = .protocolError
        case .change: answer.code = isSecure ? .unwillingToPerform : .confidentialityRequired
        case .unbind, .abandon: break
        }
        return answer
    }

    private func kind(of request: LDAPRequest) -> LDAPAnswer.Kind {
        switch request.operation {
        case .bind, .unbind, .abandon: .bind
        case .search: .search
        case .compare: .compare
        case .extended(let name, _): .extended(name: name == LDAPName.startTLS ? name : nil, value: nil)
        case .change(let tag): .change(tag: tag)
        }
    }

    private func bind(version: Int, name: String, password: [UInt8]?) async -> LDAPResultCode {
        // RFC 4513 section 4: whatever comes of it, the connection belongs to nobody from the beginning of a bind on.
        binding = nil
        pages = []
        guard isSecure else { return .confidentialityRequired }
        guard version == 3 else { return .protocolError }
        guard let password else { return .authMethodNotSupported }
        // RFC 4513 section 5.1.2: a program that passes on an empty password would take "anonymous" for "proven" (A218).
        guard !password.isEmpty else { return name.isEmpty ? .inappropriateAuthentication : .unwillingToPerform }
        guard let bindName = LDAPBindName(name) else { return .invalidDNSyntax }
        do {
            binding = try await BindDirectory(tools)(
                name: bindName.signInName, password: String(decoding: password, as: UTF8.self),
                domain: bindName.domain, origin: origin)
            return binding == nil ? .invalidCredentials : .success
        } catch ActionError.overloaded {
            return .busy
        } catch {
            return failure(error)
        }
    }

    private func whoAmI(_ answer: inout LDAPAnswer) async {
        guard isSecure else {
            answer.code = .confidentialityRequired
            return
        }
        guard let binding else {
            // RFC 4532 section 2: nobody in particular.
            answer.kind = .extended(name: nil, value: [])
            return
        }
        do {
            if let name = try await IdentifyBinding(tools)(binding) {
                answer.kind = .extended(name: nil, value: Array("u:\(name)".utf8))
            } else {
                answer.code = revoked()
            }
        } catch {
            answer.code = failure(error)
        }
    }

    /// The bind is worth nothing any more: from now on the connection belongs to nobody.
    func revoked() -> LDAPResultCode {
        binding = nil
        pages = []
        return .insufficientAccessRights
    }

    /// What a client is told when the store does not answer.
    func failure(_ error: any Error) -> LDAPResultCode {
        tools.logger.error("the directory could not be asked", metadata: ["cause": "\(type(of: error))"])
        return .unavailable
    }
}

/// Who a bind says to be: a sign-in name, or the name of an entry.
struct LDAPBindName: Sendable, Equatable {
    /// The name as at any other door, so that all its spellings are counted as one (A076).
    let signInName: String
    /// The domain that leads to the organisation, if the name has one.
    let domain: String?

    /// Reads a name; `nil` for one that looks like an entry's and is none, and for one with control characters in it, also
    /// where they are written as an escape.
    init?(_ text: String) {
        self.init(reading: text)
        guard !signInName.unicodeScalars.contains(where: { $0.properties.generalCategory == .control }) else {
            return nil
        }
    }

    private init?(reading text: String) {
        guard text.utf8.contains(UInt8(ascii: "=")) else {
            signInName = text
            domain = DomainName(ofSignInName: text)?.text
            return
        }
        guard let name = EntryName(text) else { return nil }
        domain = name.domain
        guard let domain, let uid = name.parts.first, uid.attribute == "uid",
            name == DirectoryTree(domain: domain).people.child("uid", uid.value)
        else {
            // The entry is no person's: a name that nobody has.
            signInName = text
            return
        }
        signInName = uid.value.utf8.contains(UInt8(ascii: "@")) ? uid.value : "\(uid.value)@\(domain)"
    }
}
