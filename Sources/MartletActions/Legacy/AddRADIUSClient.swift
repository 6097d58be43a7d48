import MartletCredentials
import MartletDirectory
import MartletPolicy
import MartletStore

/// Adds a box that may ask by RADIUS.
package struct AddRADIUSClient: Sendable {
    let tools: Tools

    /// The action on a set of tools.
    package init(_ tools: Tools) {
        self.tools = tools
    }

    /// A box that was added.
    package struct Added: Sendable {
        /// The record.
        package let client: RADIUSClient
        /// The secret to be typed into the box, to be shown once.
        package let secret: String
    }

    /// Adds a box that asks from a range of addresses, with a secret of 16 to 128 characters of ASCII, or a fresh one of
    /// 192 random bits.
    /// - Throws: `ActionError.invalid` naming `name`, `range` or `secret`; `.conflict(.nameTaken)` where the range has a
    ///   client; `.forbidden`; `StoreError`.
    package func callAsFunction(
        name: String, range: String, secret: String? = nil, by caller: Caller
    ) async throws -> Added {
        var checks = FieldChecks()
        let name = checks.name(name, in: "name", limit: 120)
        let addresses = AddressRange(parsing: range)
        if addresses == nil { checks.found(.malformed, in: "range") }
        let secret = tools.radiusSecret(secret, &checks)
        let found = checks
        let id = tools.ambient.newID(of: RADIUSClient.self)
        let sealed = tools.seal(secret, of: id)
        let client = RADIUSClient(
            id: id, tenant: caller.tenant, name: name, addressRange: addresses?.text ?? range, sealedSecret: sealed,
            createdAt: tools.now)
        return try await tools.change(.radiusClientAdded, by: caller) { tables, log in
            log.on(.key, client.id.rawValue, client.name)
            try tables.permit(caller, to: .manageOrganization)
            try found.done()
            guard try tables.radiusClients.all().count < RADIUSClientRows.most,
                try tools.insert(client, in: tables)
            else { throw ActionError.conflict(.nameTaken) }
            log.set("addressRange", from: nil, to: client.addressRange)
            return Added(client: client, secret: secret)
        }
    }
}

extension Tools {
    /// A secret that was brought, or a fresh one of 192 random bits.
    func radiusSecret(_ brought: String?, _ checks: inout FieldChecks) -> String {
        let secret = brought ?? Hexadecimal.text(of: ambient.randomBytes(24))
        // Boxes disagree about anything beyond printable ASCII.
        if RADIUSSecret(Array(secret.utf8)) == nil || !secret.utf8.allSatisfy({ (0x21...0x7e).contains($0) }) {
            checks.found(.notAllowed, in: "secret")
        }
        return secret
    }

    /// A box's secret, sealed.
    func seal(_ secret: String, of id: ID<RADIUSClient>) -> [UInt8] {
        sealer.seal(
            Array(secret.utf8), context: Self.context(of: id), nonce: ambient.randomBytes(Sealer.nonceLength))
    }
}
