import MartletDirectory
import MartletPolicy
import MartletStore

/// Writes down who takes care of a line of the legacy authentication report, and what is being done about it.
package struct TendLegacyEntry: Sendable {
    let tools: Tools

    /// An action that works with `tools`.
    package init(_ tools: Tools) {
        self.tools = tools
    }

    /// What is written down.
    package struct Request: Sendable, Equatable {
        /// The sign-in name of who takes care of it; empty for nobody.
        package var owner: String
        /// `nil` leaves it as it is.
        package var state: LegacyEntry.State?
        /// Until when it is let be, with `accepted`.
        package var acceptedUntil: Timestamp?
        /// Words of the administrators, at most `LegacyEntry.longestNote` characters.
        package var note: String

        /// A request with every field given.
        package init(owner: String, state: LegacyEntry.State?, acceptedUntil: Timestamp?, note: String) {
            self.owner = owner
            self.state = state
            self.acceptedUntil = acceptedUntil
            self.note = note
        }
    }

    /// For how long something may be let be: nobody should have to remember an exception for longer than a year.
    package static let longestAcceptance: Duration = .days(366)

    /// Writes it down.
    /// - Throws: `ActionError.forbidden`, `.notFound`, `.invalid` for `owner`, `until` or `note`, `.conflict(.alreadyDone)`
    ///   where it says so already; `StoreError`.
    package func callAsFunction(_ id: ID<LegacyEntry>, _ request: Request, by caller: Caller) async throws {
        let at = tools.now
        try await tools.change(.legacyEntryUpdated, by: caller) { tables, log in
            try tables.permit(caller, to: .changeLegacyReport)
            guard let old = try tables.legacyEntries.find(id, in: caller.tenant) else {
                throw ActionError.notFound("legacy entry")
            }
            log.on(.policy, id.rawValue, old.nameForLog)
            let state = request.state ?? old.state
            var entry = old
            entry.owner = try owner(named: request.owner, keeping: old.owner, in: tables, caller)?.id
            entry.state = state
            entry.acceptedUntil = try until(request.acceptedUntil, of: state, at: at)
            entry.note = try note(request.note)
            entry.reopenedAt = state == .open ? old.reopenedAt : nil
            guard entry != old else { throw ActionError.conflict(.alreadyDone) }
            try tables.legacyEntries.save(entry)
            log.set("state", from: old.state.rawValue, to: entry.state.rawValue)
            log.set("acceptedUntil", from: old.acceptedUntil?.rfc3339, to: entry.acceptedUntil?.rfc3339)
            log.set("owner", from: old.owner?.rawValue, to: entry.owner?.rawValue)
            log.set("note", from: old.note, to: entry.note)
        }
    }

    private func owner(
        named text: String, keeping old: ID<User>?, in tables: Tables, _ caller: Caller
    ) throws -> User? {
        guard text.contains(where: { !$0.isWhitespace }) else { return nil }
        guard let name = UserPrincipalName(parsing: UserPrincipalName.canonicalForm(ofTyped: text)),
            let user = try tables.users.find(upn: name, in: caller.tenant), user.isEnabled || user.id == old
        else { throw ActionError.invalid([FieldProblem("owner", .unknown)]) }
        return user
    }

    private func until(
        _ until: Timestamp?, of state: LegacyEntry.State, at: Timestamp
    ) throws -> Timestamp? {
        guard state == .accepted else { return nil }
        guard let until else { throw ActionError.invalid([FieldProblem("until", .missing)]) }
        guard until > at, until <= at + Self.longestAcceptance else {
            throw ActionError.invalid([FieldProblem("until", .notAllowed)])
        }
        return until
    }

    private func note(_ text: String) throws -> String {
        guard text.unicodeScalars.count <= LegacyEntry.longestNote else {
            throw ActionError.invalid([FieldProblem("note", .tooLong)])
        }
        return text
    }
}

extension LegacyEntry {
    /// What the audit log calls the line: whose it is and by what kind of client.
    fileprivate var nameForLog: String {
        userPrincipalName.isEmpty ? "\(key.clientApp), \(key.network)" : "\(userPrincipalName), \(key.clientApp)"
    }
}
