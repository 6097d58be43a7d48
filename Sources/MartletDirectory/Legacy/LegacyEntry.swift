/// One line of the legacy authentication report: who signs in with a name and a password alone, with what and from where.
///
/// The sign-in log forgets (D30) and is long; what an organisation has to move off legacy authentication is neither.
package struct LegacyEntry: Sendable, Equatable {
    /// What is being done about it.
    package enum State: String, Sendable, Codable, CaseIterable {
        /// Nobody has done anything yet.
        case open
        /// Somebody is at it.
        case moving
        /// It is said to be moved; seen again, it is open again.
        case done
        /// It is let be until a day; after that it is open again.
        case accepted
    }

    /// What makes it one line: attempts that are alike in all of this are counted together.
    package struct Key: Hashable, Sendable {
        /// Whose name was tried; `nil` gathers the names that are nobody's, and the attempts that got no line of their own.
        package var user: ID<User>?
        /// The app, if one was named.
        package var application: ID<Application>?
        /// The door, as `Door` names it.
        package var door: String
        /// The kind of client, as the log names it (section 1.7).
        package var clientApp: String
        /// The protocol, as the log names it.
        package var protocolName: String
        /// The network of the address, /24 of IPv4 and /48 of IPv6; empty for every network.
        package var network: String
        /// What the client calls itself, at most `longestAgent` characters; empty for every client.
        package var userAgent: String

        /// A key with every field given.
        package init(
            user: ID<User>?, application: ID<Application>?, door: String, clientApp: String, protocolName: String,
            network: String, userAgent: String
        ) {
            self.user = user
            self.application = application
            self.door = door
            self.clientApp = clientApp
            self.protocolName = protocolName
            self.network = network
            self.userAgent = String(userAgent.unicodeScalars.prefix(Self.longestAgent))
        }

        /// How many characters of a user agent tell clients apart.
        package static let longestAgent = 120
    }

    /// The attempts of one day in UTC.
    package struct Day: Sendable, Equatable {
        /// Days since 1970.
        package var number: Int64
        /// How many attempts.
        package var attempts: Int
        /// How many of them were let in.
        package var succeeded: Int

        /// A day with every count given.
        package init(number: Int64, attempts: Int, succeeded: Int) {
            self.number = number
            self.attempts = attempts
            self.succeeded = succeeded
        }
    }

    package var id: ID<LegacyEntry>
    package var tenant: ID<Tenant>
    package var key: Key
    /// The sign-in name, folded; empty where `key.user` is `nil`.
    package var userPrincipalName: String
    package var userDisplayName: String
    /// The app's name, or what the sign-in was for.
    package var applicationName: String
    /// The address of the last attempt.
    package var lastAddress: String
    package var firstSeenAt: Timestamp
    package var lastSeenAt: Timestamp
    /// How many attempts there were.
    package var attempts: Int
    /// How many were let in.
    package var succeeded: Int
    /// How many were refused although the password was right; nobody but the report and the log knows (SD-44).
    package var refusedProven: Int
    /// When the password was right the last time, let in or not.
    package var lastProvenAt: Timestamp?
    /// When one was let in the last time.
    package var lastSucceededAt: Timestamp?
    /// The last `rememberedDays` days with an attempt, oldest first.
    package var days: [Day]
    /// Who takes care of it.
    package var owner: ID<User>?
    package var state: State
    /// Until when it is let be; only with `accepted`.
    package var acceptedUntil: Timestamp?
    /// What the administrators wrote down about it.
    package var note: String
    /// When it was seen again after it was said to be done.
    package var reopenedAt: Timestamp?

    /// How many days with an attempt are remembered.
    package static let rememberedDays = 62
    /// The most characters of a note.
    package static let longestNote = 1000

    /// A line with every field given.
    package init(
        id: ID<LegacyEntry>, tenant: ID<Tenant>, key: Key, userPrincipalName: String, userDisplayName: String,
        applicationName: String, lastAddress: String, firstSeenAt: Timestamp, lastSeenAt: Timestamp, attempts: Int = 0,
        succeeded: Int = 0, refusedProven: Int = 0, lastProvenAt: Timestamp? = nil, lastSucceededAt: Timestamp? = nil,
        days: [Day] = [], owner: ID<User>? = nil, state: State = .open, acceptedUntil: Timestamp? = nil,
        note: String = "", reopenedAt: Timestamp? = nil
    ) {
        self.id = id
        self.tenant = tenant
        self.key = key
        self.userPrincipalName = userPrincipalName
        self.userDisplayName = userDisplayName
        self.applicationName = applicationName
        self.lastAddress = lastAddress
        self.firstSeenAt = firstSeenAt
        self.lastSeenAt = lastSeenAt
        self.attempts = attempts
        self.succeeded = succeeded
        self.refusedProven = refusedProven
        self.lastProvenAt = lastProvenAt
        self.lastSucceededAt = lastSucceededAt
        self.days = days
        self.owner = owner
        self.state = state
        self.acceptedUntil = acceptedUntil
        self.note = note
        self.reopenedAt = reopenedAt
    }
}
