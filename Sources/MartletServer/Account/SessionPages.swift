import HTTPTypes
import Hummingbird
import MartletActions
import MartletDirectory

/// The browsers in which the person is signed in.
struct SessionPages: Sendable {
    let doors: Doors

    /// The list, with the browser that asks marked.
    @Sendable func list(_ visit: Visit) async throws -> Response {
        try await visit.inside(.account) { inside in
            let lines = try await OwnSessions(doors.tools)(by: inside.caller)
            return try inside.page(
                AccountSessionsPage(
                    sessions: lines.map {
                        .init(
                            id: $0.id, origin: $0.origin, createdAt: $0.createdAt, lastSeenAt: $0.lastSeenAt,
                            isPersistent: $0.isPersistent, hasSecondFactor: $0.methods.contains { $0 != .password },
                            applications: $0.applications)
                    }, current: inside.visitor.session.id, notice: visit.notice))
        }
    }

    /// Ends one of them.
    @Sendable func end(_ visit: Visit) async throws -> Response {
        try await visit.inside(.account) { inside in
            _ = try await inside.form()
            guard let id = ID<Session>(parsing: try visit.segment("id")) else { throw Stop.notFound }
            try await EndOwnSession(doors.tools)(id, by: inside.caller)
            return visit.redirect(to: "/account/sessions?done=\(AccountNotice.sessionEnded.rawValue)")
        }
    }

    /// Ends all but the one that asks.
    @Sendable func endOthers(_ visit: Visit) async throws -> Response {
        try await visit.inside(.account) { inside in
            _ = try await inside.form()
            _ = try await EndOtherSessions(doors.tools)(by: inside.caller)
            return visit.redirect(to: "/account/sessions?done=\(AccountNotice.otherSessionsEnded.rawValue)")
        }
    }
}
