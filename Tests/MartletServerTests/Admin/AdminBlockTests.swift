import MartletActions
import MartletDirectory
import MartletStore
import MartletTesting
import Testing

@testable import MartletServer

/// The block list in the admin center (PN-14).
@Suite struct `The block list in the admin center` {
    @Test func `PN-14 whoever looks after methods blocks and unblocks with a reason, and nobody else does`()
        async throws
    {
        let center = try await AdminHouse()
        let keeper = try await center.house.add("kit", role: .authenticationAdministrator)
        let helper = try await center.house.add("hal", role: .helpdeskAdministrator)
        let zoe = try await center.house.add("zoe")
        let path = "/admin/users/\(zoe.id)"
        try await center.house.serve { client in
            let (browser, _) = try await center.browser(client, as: keeper)
            let page = try await browser.get(path)
            let empty = try await browser.raw("\(path)/mfa-block", [("token", page.token), ("reason", " ")])
            #expect(empty.status == 400)
            let blocked = try await browser.submit(page, "/mfa-block", [("reason", "Phone <stolen>")])
            #expect(blocked.status == 200 && blocked.location.hasSuffix("?notice=mfaBlocked"))
            #expect(blocked.body.contains("Phone &lt;stolen&gt;") && !blocked.asks("mfa-block"))
            let list = try await browser.get("/admin/mfa-blocks")
            #expect(list.body.contains(zoe.name) && list.body.contains("Phone &lt;stolen&gt;"))

            let (other, _) = try await center.browser(client, as: helper)
            let shown = try await other.get(path)
            #expect(shown.status == 200 && !shown.asks("mfa-unblock"))
            let token = shown.token
            let refused = try await other.raw("\(path)/mfa-unblock", [("token", token), ("reason", "please")])
            #expect(refused.status == 403)
            // Nobody reaches up, or at themselves.
            let upwards = try await browser.raw(
                "/admin/users/\(center.admin.id)/mfa-block", [("token", blocked.token), ("reason", "x")])
            #expect(upwards.status == 403)
            let own = try await browser.raw(
                "/admin/users/\(keeper.id)/mfa-block", [("token", blocked.token), ("reason", "x")])
            #expect(own.status == 403)

            let free = try await browser.submit(blocked, "/mfa-unblock", [("reason", "Seen in person")])
            #expect(free.location.hasSuffix("?notice=mfaUnblocked") && free.asks("mfa-block"))
            #expect(try await browser.get("/admin/mfa-blocks").body.contains("Nobody is blocked."))
        }
    }
}
