import MartletDirectory
import MartletPolicy
import MartletStore

/// Lets other apps ask for tokens for an app: gives it names, scopes for people and roles.
package struct OfferAPI: Sendable {
    let tools: Tools

    /// An action that works with `tools`.
    package init(_ tools: Tools) {
        self.tools = tools
    }

    /// One scope or role.
    package struct Item: Sendable, Equatable {
        /// What stands in `scp` or `roles`: `Orders.Read`.
        package let value: String
        /// What it is for, for people.
        package let displayName: String

        /// A scope or role with both given.
        package init(value: String, displayName: String) {
            self.value = value
            self.displayName = displayName
        }
    }

    /// What is added to what the app offers already.
    package struct Offer: Sendable, Equatable {
        /// Names beside the app's id (`api://…`, `https://…`).
        package let identifierURIs: [String]
        /// What apps may ask for on behalf of a person who agrees.
        package let scopes: [Item]
        /// What people, groups and apps may be assigned.
        package let roles: [Item]

        /// An offer with every part given.
        package init(identifierURIs: [String] = [], scopes: [Item] = [], roles: [Item] = []) {
            self.identifierURIs = identifierURIs
            self.scopes = scopes
            self.roles = roles
        }

        /// Whether nothing is offered.
        package var isEmpty: Bool { identifierURIs.isEmpty && scopes.isEmpty && roles.isEmpty }
    }

    /// Adds the offer; a name, scope or role that is there already stays as it is.
    /// - Throws: `ActionError.notFound`, `.forbidden`, `.invalid` naming `identifierURIs`, `scopes` or `roles`;
    ///   `StoreError`.
    @discardableResult
    package func callAsFunction(
        _ id: ID<Application>, _ offer: Offer, by caller: Caller
    ) async throws -> Application {
        let roles = offer.roles.map { item in
            AppRole(
                id: tools.ambient.newID(), value: item.value, displayName: item.displayName,
                holders: AppRole.Holder.allCases)
        }
        let scopes = offer.scopes.map { ExposedScope(value: $0.value, displayName: $0.displayName) }
        let own = tools.publicURL.ownIdentifiers
        return try await tools.change(.applicationUpdated, by: caller) { tables, log in
            var application = try tables.existingApplication(id, in: caller.tenant)
            log.on(application)
            try tables.permit(caller, to: .manageApplications)
            var checks = FieldChecks()
            for uri in offer.identifierURIs {
                try checks.identifierURI(uri, of: application, own: own, in: tables)
            }
            checks.items(offer.scopes, in: "scopes")
            checks.items(offer.roles, in: "roles")
            try checks.done()
            let before = application.settings.api
            application.settings.api.add(identifierURIs: offer.identifierURIs, scopes: scopes, roles: roles)
            application.settings.api.note(in: &log, before: before)
            try tables.applications.update(application)
            return application
        }
    }
}

extension FieldChecks {
    /// A name that an API may go by: nobody else's, not Martlet's own, and nothing that a reader could take for another.
    fileprivate mutating func identifierURI(
        _ uri: String, of application: Application, own: [String], in tables: Tables
    ) throws {
        let field = "identifierURIs"
        let isReadable = uri.utf8.allSatisfy { $0 > 32 && $0 < 127 && !"\"\\#?<>".utf8.contains($0) }
        let rest = ["api://", "https://"].first(where: uri.hasPrefix).map { uri.dropFirst($0.count) } ?? ""
        guard isReadable, !rest.isEmpty, uri.utf8.count <= 255, !uri.hasSuffix("/") else {
            return found(.malformed, in: field)
        }
        // `api://` and an app's id is that app's name without being registered.
        if uri.hasPrefix("api://"), let named = ID<Application>(parsing: String(rest)), named != application.id {
            return found(.notAllowed, in: field)
        }
        guard !own.contains(uri) else { return found(.notAllowed, in: field) }
        if let holder = try tables.applications.find(identifierURI: uri, in: application.tenant),
            holder.id != application.id
        {
            found(.taken, in: field)
        }
    }

    /// Values that can stand in a token and behind the slash of a scope.
    fileprivate mutating func items(_ items: [OfferAPI.Item], in field: String) {
        for item in items {
            let isValue = item.value.utf8.allSatisfy { byte in
                switch byte {
                case UInt8(ascii: "a")...UInt8(ascii: "z"), UInt8(ascii: "A")...UInt8(ascii: "Z"),
                    UInt8(ascii: "0")...UInt8(ascii: "9"), UInt8(ascii: "."), UInt8(ascii: "_"), UInt8(ascii: "-"):
                    true
                default: false
                }
            }
            guard isValue, (1...120).contains(item.value.utf8.count), !item.value.hasPrefix(".") else {
                found(.malformed, in: field)
                continue
            }
            _ = name(item.displayName, in: field, limit: 120)
        }
    }
}

extension APISettings {
    /// Adds what is not there by its value.
    fileprivate mutating func add(identifierURIs uris: [String], scopes new: [ExposedScope], roles added: [AppRole]) {
        for uri in uris where !identifierURIs.contains(uri) { identifierURIs.append(uri) }
        for scope in new where !scopes.contains(where: { $0.value == scope.value }) { scopes.append(scope) }
        for role in added where !roles.contains(where: { $0.value == role.value }) { roles.append(role) }
    }

    /// Notes in the log what differs.
    fileprivate func note(in log: inout ChangeLog, before: APISettings) {
        func words(_ values: [String]) -> String { values.joined(separator: " ") }
        log.set("identifierUris", from: words(before.identifierURIs), to: words(identifierURIs))
        log.set("scopes", from: words(before.scopes.map(\.value)), to: words(scopes.map(\.value)))
        log.set("appRoles", from: words(before.roles.map(\.value)), to: words(roles.map(\.value)))
    }
}
