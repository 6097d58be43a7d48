import Hummingbird
import MartletActions
import MartletDirectory

/// The block list.
struct MFABlockPages: Sendable {
    let doors: Doors

    /// Everybody who is on it; each is taken off on the page of the person.
    @Sendable func list(_ visit: Visit) async throws -> Response {
        try await visit.admin { inside in
            let lines = try await ListMFABlocks(doors.tools)(by: inside.caller)
            return try inside.page(
                MFABlocksPage(
                    rows: lines.map { line in
                        MFABlocksPage.Row(
                            displayName: line.user.displayName, userPrincipalName: line.user.userPrincipalName.text,
                            block: line.block)
                    }, isWhole: lines.count < ListMFABlocks.most))
        }
    }
}
