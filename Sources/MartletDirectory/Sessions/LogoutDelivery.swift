/// A message to one app that a session has ended, until it has arrived (OpenID Connect Back-Channel Logout 1.0).
package struct LogoutDelivery: Sendable, Equatable {
    /// Names the delivery; made of the app and the session, of which there is one delivery at most.
    package var id: ID<LogoutDelivery>
    /// The tenant of the app.
    package var tenant: ID<Tenant>
    /// The app that is told.
    package var application: ID<Application>
    /// The session that the app knows (`sid`).
    package var session: ID<Session>
    /// Whose session it was.
    package var user: ID<User>
    /// Where the app was told when the session ended; a try goes where the app is told then.
    package var uri: String
    /// How many tries began; names the one try that may write down how it ended.
    package var attempts: Int
    /// When the next try is due, or when a try that never ended is taken over.
    package var nextTryAt: Timestamp
    /// Why the last try failed; empty if none did.
    package var lastProblem: String
    /// When the session ended.
    package var createdAt: Timestamp
    /// When the app took the message.
    package var deliveredAt: Timestamp?
    /// When nobody tried any longer.
    package var givenUpAt: Timestamp?

    /// A delivery with every field given.
    package init(
        id: ID<LogoutDelivery>, tenant: ID<Tenant>, application: ID<Application>, session: ID<Session>, user: ID<User>,
        uri: String, attempts: Int = 0, nextTryAt: Timestamp, lastProblem: String = "", createdAt: Timestamp,
        deliveredAt: Timestamp? = nil, givenUpAt: Timestamp? = nil
    ) {
        self.id = id
        self.tenant = tenant
        self.application = application
        self.session = session
        self.user = user
        self.uri = uri
        self.attempts = attempts
        self.nextTryAt = nextTryAt
        self.lastProblem = lastProblem
        self.createdAt = createdAt
        self.deliveredAt = deliveredAt
        self.givenUpAt = givenUpAt
    }

    /// How an app's deliveries of the last days went.
    package struct Tally: Sendable, Equatable {
        /// Those that arrived.
        package var delivered: Int
        /// Those that are tried again.
        package var waiting: Int
        /// Those that nobody tries any longer.
        package var givenUp: Int

        /// A tally with every field given.
        package init(delivered: Int = 0, waiting: Int = 0, givenUp: Int = 0) {
            self.delivered = delivered
            self.waiting = waiting
            self.givenUp = givenUp
        }
    }
}

/// An app that got tokens in a session.
package struct SessionParticipant: Sendable, Hashable {
    /// The app.
    package let application: ID<Application>
    /// The tenant of both.
    package let tenant: ID<Tenant>
    /// Whose session it is.
    package let user: ID<User>
    /// The session that the app's tokens name (`sid`): an earlier one where the person signed in anew meanwhile.
    package let session: ID<Session>

    /// A participant with every field given.
    package init(application: ID<Application>, tenant: ID<Tenant>, user: ID<User>, session: ID<Session>) {
        self.application = application
        self.tenant = tenant
        self.user = user
        self.session = session
    }
}
