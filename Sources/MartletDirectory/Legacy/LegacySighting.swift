/// One attempt with a name and a password alone, as the report counts it.
package struct LegacySighting: Sendable, Equatable {
    /// Who, with what and from where.
    package var key: LegacyEntry.Key
    package var tenant: ID<Tenant>
    /// The user's name as it is now; empty for a name that is nobody's.
    package var userPrincipalName: String
    package var userDisplayName: String
    /// The app's name, or what the sign-in was for.
    package var applicationName: String
    package var address: String
    package var at: Timestamp
    /// Whether the password was right.
    package var isProven: Bool
    /// Whether it was let in.
    package var isSuccess: Bool

    /// An attempt with every field given.
    package init(
        key: LegacyEntry.Key, tenant: ID<Tenant>, userPrincipalName: String, userDisplayName: String,
        applicationName: String, address: String, at: Timestamp, isProven: Bool, isSuccess: Bool
    ) {
        self.key = key
        self.tenant = tenant
        self.userPrincipalName = userPrincipalName
        self.userDisplayName = userDisplayName
        self.applicationName = applicationName
        self.address = address
        self.at = at
        self.isProven = isProven
        self.isSuccess = isSuccess
    }

    /// The same attempt without a name: on the line of its network, or of all networks, where names that are nobody's are
    /// gathered.
    package func gathered(network: String) -> LegacySighting {
        var other = self
        other.key.user = nil
        other.key.application = nil
        other.key.network = network
        other.key.userAgent = ""
        other.userPrincipalName = ""
        other.userDisplayName = ""
        return other
    }

    /// The same attempt on the one line that a user has for every network and client.
    package var fromAnywhere: LegacySighting {
        var other = self
        other.key.network = ""
        other.key.userAgent = ""
        return other
    }
}

extension LegacyEntry {
    /// The line that a first attempt begins; nothing is counted yet.
    package init(_ id: ID<LegacyEntry>, of sighting: LegacySighting) {
        self.init(
            id: id, tenant: sighting.tenant, key: sighting.key, userPrincipalName: sighting.userPrincipalName,
            userDisplayName: sighting.userDisplayName, applicationName: sighting.applicationName,
            lastAddress: sighting.address, firstSeenAt: sighting.at, lastSeenAt: sighting.at)
    }

    /// Counts an attempt. What was said to be done is open again, and marked.
    package mutating func count(_ sighting: LegacySighting) {
        attempts += 1
        lastAddress = sighting.address
        userPrincipalName = sighting.userPrincipalName
        userDisplayName = sighting.userDisplayName
        applicationName = sighting.applicationName
        firstSeenAt = min(firstSeenAt, sighting.at)
        lastSeenAt = max(lastSeenAt, sighting.at)
        if sighting.isProven { lastProvenAt = max(lastProvenAt ?? sighting.at, sighting.at) }
        if sighting.isSuccess {
            succeeded += 1
            lastSucceededAt = max(lastSucceededAt ?? sighting.at, sighting.at)
        } else if sighting.isProven {
            refusedProven += 1
        }
        countDay(of: sighting)
        if state == .done {
            state = .open
            reopenedAt = sighting.at
        }
    }

    private mutating func countDay(of sighting: LegacySighting) {
        let number = sighting.at.startOfDay.milliseconds / 86_400_000
        // A clock that was set back counts on an earlier day.
        let place = days.firstIndex { $0.number >= number } ?? days.endIndex
        if place == days.endIndex || days[place].number != number {
            days.insert(Day(number: number, attempts: 0, succeeded: 0), at: place)
        }
        days[place].attempts += 1
        if sighting.isSuccess { days[place].succeeded += 1 }
        if days.count > Self.rememberedDays { days.removeFirst(days.count - Self.rememberedDays) }
    }

    /// What is being done about it now: what was let be until a day that has come is open.
    package func state(at time: Timestamp) -> State {
        guard state == .accepted, let end = acceptedUntil else { return state }
        return end <= time ? .open : .accepted
    }
}
