import Hummingbird
import MartletActions
import MartletDirectory

/// The temporary access pass of one account, as an administrator gives and takes it.
struct UserPassChanges: Sendable {
    let doors: Doors

    /// Makes a pass, shown once, and only here (TP-4).
    @Sendable func give(_ visit: Visit) async throws -> Response {
        try await visit.admin { inside in
            let form = try await inside.form()
            let id: ID<User> = try visit.id("user")
            // What is no number is told as one that is out of bounds, after the permission.
            let minutes = form["minutes"].map { Int($0) ?? -1 }
            let delay = form["delay"].flatMap { Int($0) }.flatMap { (0...43_200).contains($0) ? $0 : nil } ?? 0
            let given = try await GivePass(doors.tools)(
                id,
                GivePass.Wish(
                    startsAt: delay == 0 ? nil : doors.tools.now + .minutes(delay), minutes: minutes,
                    isOneTime: form["once"] == "1"), by: inside.caller)
            let user = try await UserDetail(doors.tools)(id, by: inside.caller).user
            return try inside.page(
                PassOncePage(
                    user: id, displayName: user.displayName, userPrincipalName: user.userPrincipalName.text,
                    text: given.text,
                    state: PassState(
                        startsAt: given.pass.startsAt, endsAt: given.pass.endsAt, isOneTime: given.pass.isOneTime,
                        usability: given.pass.usability(at: doors.tools.now)), isUsable: given.isUsable))
        }
    }

    /// Takes the pass away.
    @Sendable func delete(_ visit: Visit) async throws -> Response {
        try await visit.admin { inside in
            _ = try await inside.form()
            let id: ID<User> = try visit.id("user")
            return try await inside.change(.passDeleted, at: "/admin/users/\(id)") {
                try await DeletePass(doors.tools)(id, by: inside.caller)
            }
        }
    }
}
