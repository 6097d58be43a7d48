import MartletDirectory
import MartletStore

/// Shows a person where they are signed in.
package struct OwnSessions: Sendable {
    let tools: Tools

    /// An action that works with `tools`.
    package init(_ tools: Tools) {
        self.tools = tools
    }

    /// One session, by its public handle; its secret is nowhere (A114).
    package struct Line: Sendable, Equatable {
        /// The handle.
        package let id: ID<Session>
        /// Where it was opened.
        package let origin: Origin
        /// When it was opened.
        package let createdAt: Timestamp
        /// When it was last used.
        package let lastSeenAt: Timestamp
        /// Whether it survives closing the browser.
        package let isPersistent: Bool
        /// The methods that were proven in it.
        package let methods: [Method]
        /// The names of the apps that were signed in to with it, and that are signed out with it.
        package let applications: [String]
        /// Whether it is the one in use.
        package let isCurrent: Bool

        /// The line of a session.
        init(_ session: Session, applications: [String], current: ID<Session>?) {
            id = session.id
            origin = session.origin
            createdAt = session.createdAt
            lastSeenAt = session.lastSeenAt
            isPersistent = session.isPersistent
            methods = MethodSet(session.proofs.map(\.method)).methods
            self.applications = applications
            isCurrent = session.id == current
        }
    }

    /// The live sessions, the one in use first, then those used last.
    /// - Throws: `ActionError.notFound`; `StoreError`.
    package func callAsFunction(by caller: Caller) async throws -> [Line] {
        let at = tools.now
        return try await tools.store.read { tables in
            let user = try tables.own(caller, at: at).user
            return try tables.sessions.list(user.id, liveAt: at)
                .map { try tables.line(of: $0, current: caller.session) }
                .sorted { left, right in
                    guard left.isCurrent == right.isCurrent else { return left.isCurrent }
                    return left.lastSeenAt > right.lastSeenAt
                }
        }
    }
}

extension Tables {
    /// The line of a session, with the apps that take part in it.
    func line(of session: Session, current: ID<Session>?) throws -> OwnSessions.Line {
        let participants = Set(try refreshFamilies.participants(in: session.id).map(\.application))
        let names = try participants.compactMap { try applications.find($0, in: session.tenant)?.displayName }
        return OwnSessions.Line(session, applications: names.sorted(), current: current)
    }
}
