import MartletDirectory
import MartletPolicy
import MartletStore

/// How far the legacy report grows, whatever strangers send (A079, A084).
package enum LegacyBounds {
    /// Lines of one user; more clients and networks of theirs are counted on one line.
    package static let linesOfUser = 50
    /// Lines of a tenant on which no password was ever right.
    package static let unprovenLines = 2000
    /// Lines of a tenant on which one was.
    package static let provenLines = 20_000
}

extension SignInContext {
    /// What the legacy report counts of an event; `nil` for one by a door that can carry more than a password.
    func legacySighting(_ event: SignInEvent, at: Timestamp) -> LegacySighting? {
        guard !door.carriesSecondFactor || clientApp.isLegacy else { return nil }
        let sighting = LegacySighting(
            key: LegacyEntry.Key(
                user: user?.id, application: application?.id, door: door.name, clientApp: clientApp.logName,
                protocolName: protocolName, network: PlaceKey.network(of: origin.address),
                userAgent: origin.userAgent),
            tenant: tenant, userPrincipalName: user?.userPrincipalName.folded ?? "",
            userDisplayName: user?.displayName ?? "", applicationName: application?.displayName ?? resource,
            address: origin.address, at: at,
            isProven: event.details.contains { $0.method == Method.password.name && $0.succeeded },
            isSuccess: event.status == .success)
        // Nothing of it was looked at: whoever was stopped for many names must not fill the report with real ones (A079).
        let isStopped = event.details.contains { $0.result == PasswordAttempt.Outcome.stopped.rawValue }
        return isStopped ? sighting.gathered(network: sighting.key.network) : sighting
    }
}

extension Tables {
    /// Counts an attempt on its line of the report, in the transaction of its sign-in row, so that it counts exactly once.
    ///
    /// One read and one write where the line is there. A new line is one of a bounded number: names that are nobody's
    /// share the line of their network, and what finds no room is counted on a line that has it already.
    func noteLegacy(_ sighting: LegacySighting, id: ID<LegacyEntry>) throws {
        let sighting = sighting.key.user == nil ? sighting.gathered(network: sighting.key.network) : sighting
        if try count(sighting) { return }
        for place in try places(for: sighting) {
            if try count(place) { return }
            guard try hasRoom(for: place) else { continue }
            var entry = LegacyEntry(id, of: place)
            entry.count(place)
            try legacyEntries.save(entry)
            return
        }
    }

    /// Counts an attempt on the line of its key, if there is one.
    private func count(_ sighting: LegacySighting) throws -> Bool {
        guard var entry = try legacyEntries.find(sighting.key, in: sighting.tenant) else { return false }
        entry.count(sighting)
        try legacyEntries.save(entry)
        return true
    }

    /// The lines on which an attempt may be counted, the one that says most first; the last one always has room.
    private func places(for sighting: LegacySighting) throws -> [LegacySighting] {
        var places: [LegacySighting] = []
        if let user = sighting.key.user {
            let most = LegacyBounds.linesOfUser
            if try legacyEntries.count(of: user, upTo: most) < most { places.append(sighting) }
            if sighting.isProven { places.append(sighting.fromAnywhere) }
        }
        return places + [sighting.gathered(network: sighting.key.network), sighting.gathered(network: "")]
    }

    private func hasRoom(for place: LegacySighting) throws -> Bool {
        // Of these there are no more than kinds of clients at doors.
        if place.key.user == nil, place.key.network.isEmpty { return true }
        let most = place.isProven ? LegacyBounds.provenLines : LegacyBounds.unprovenLines
        return try legacyEntries.count(in: place.tenant, proven: place.isProven, upTo: most) < most
    }
}
