import Hummingbird
import MartletActions

/// One's own temporary access pass (TP-10).
struct OwnPassPages: Sendable {
    let doors: Doors

    /// Deletes it. Whoever came in by it is out with that, and is led to the sign-in.
    @Sendable func delete(_ visit: Visit) async throws -> Response {
        try await visit.inside(.accountChange) { inside in
            _ = try await inside.form()
            try await DeletePass(doors.tools).own(by: inside.caller)
            return visit.redirect(to: "/account/security?done=\(AccountNotice.passDeleted.rawValue)")
        }
    }
}
