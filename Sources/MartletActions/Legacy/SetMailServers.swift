import MartletDirectory
import MartletPolicy
import MartletStore

/// Says to which mail servers the proxy sends whom it lets in.
package struct SetMailServers: Sendable {
    let tools: Tools

    /// An action that works with `tools`.
    package init(_ tools: Tools) {
        self.tools = tools
    }

    /// Sets the servers of the protocols that are named, each an address with a port, `192.0.2.4:143` or
    /// `[2001:db8::4]:143`, or nothing for none.
    /// - Throws: `ActionError.invalid` naming protocols, `.conflict(.alreadyDone)` where nothing changes, `.forbidden`;
    ///   `StoreError`.
    package func callAsFunction(_ servers: [MailDoor.MailProtocol: String], by caller: Caller) async throws {
        try await tools.change(.mailServerChanged, by: caller) { tables, log in
            var tenant = try tables.organization(of: caller)
            log.on(.policy, "mailDoor", "Mail door")
            try tables.permit(caller, to: .changeSecurityDefaults)
            var door = tenant.legacyAuthentication.mailDoor
            var checks = FieldChecks()
            for mailProtocol in MailDoor.MailProtocol.allCases {
                guard let text = servers[mailProtocol] else { continue }
                let server = MailDoor.Backend(parsing: text)
                if server == nil, !text.isEmpty { checks.found(.malformed, in: mailProtocol.rawValue) }
                log.set(mailProtocol.rawValue, from: door[mailProtocol]?.text, to: server?.text)
                door[mailProtocol] = server
            }
            try checks.done()
            guard door != tenant.legacyAuthentication.mailDoor else { throw ActionError.conflict(.alreadyDone) }
            tenant.legacyAuthentication.mailDoor = door
            try tables.tenants.update(tenant)
        }
    }
}

extension MailDoor.Backend {
    /// Reads `192.0.2.4:143` or `[2001:db8::4]:143`.
    init?(parsing text: String) {
        guard text.utf8.count <= 64, let colon = text.lastIndex(of: ":"),
            case let digits = text[text.index(after: colon)...], digits.utf8.allSatisfy({ (48...57).contains($0) }),
            let port = UInt16(digits), port > 0
        else { return nil }
        var address = text[..<colon]
        if address.hasPrefix("["), address.hasSuffix("]") {
            address = address.dropFirst().dropLast()
            guard case .six = NetworkAddress(parsing: String(address)) else { return nil }
        } else {
            guard case .four = NetworkAddress(parsing: String(address)) else { return nil }
        }
        self.init(address: String(address), port: Int(port))
    }
}
