import HTTPTypes
import MartletDirectory
import MartletPolicy
import MartletServer
import MartletTesting
import Testing

/// A221: who comes through which door of the admin center is what `docs/doors.md` says, for every role.
///
/// Every role, somebody without one and a stranger try every URL with its method. What they should meet follows from the
/// permissions that the list names for the URL and from the matrix of permissions; what they meet is looked at from outside.
/// A URL without an entry, an entry without a URL, and an action that checks something else than is written, all fail.
@Suite struct `Every role at every URL of the admin center` {
    @Test func `A221 every URL is open to the roles that its permission names, and shut to all others`() async throws {
        let matrix = try await RoleMatrixHouse()
        let doors = Doors(tools: matrix.house.tools, pages: try PageRenderer(), options: ServerOptions())
        let urls = ServerRouter.paths(doors).filter { $0.contains(" /admin") }
        let listed = try DoorList().rows
        try await matrix.house.serve { client in
            let desks = try await matrix.desks(client)
            #expect(desks.count == DirectoryRole.all.count + 1)
            for url in urls {
                let row = try #require(listed.first { $0.url == url }, "\(url) is not in docs/doors.md")
                let needed = try row.permissions()
                try #require(!needed.isEmpty, "\(url) names no permission")
                let isPost = url.hasPrefix("POST ")
                let path = try await matrix.path(of: url)
                let stranger = TestBrowser(client)
                let fields = matrix.fields(for: url, token: desks[0].token)
                let turned =
                    isPost ? try await stranger.raw(path, fields) : try await stranger.send(path, .get, nil, [:])
                #expect(turned.status == 303 && turned.location.hasPrefix("/signin/"), "\(url) stranger")
                let allowed = desks.filter { Self.mayPass($0, needed, url) }
                let before = try await matrix.lastChange()
                // What comes now is newer than everything; the whole walk is shorter than a second factor is fresh.
                matrix.house.clock.advance(by: .seconds(1))
                for desk in desks where !allowed.contains(where: { $0.name == desk.name }) {
                    let answer = try await Self.knock(desk, url, path, matrix)
                    #expect(answer.status == 403, "\(url) \(desk.name): \(answer.status)")
                    // What they send changes nothing: who may not do it is not told what would be wrong with it.
                    for fields in isPost ? matrix.wrongFields(token: desk.token) : [] {
                        let answer = try await desk.browser.raw(path, fields)
                        #expect(answer.status == 403, "\(url) \(desk.name), \(fields.count) fields: \(answer.status)")
                    }
                }
                #expect(try await matrix.lastChange() == before, "\(url)")
                for desk in allowed {
                    // What was acted upon may be gone, so everybody who may gets something of their own.
                    let own = isPost && url.contains(":") ? try await matrix.path(of: url) : path
                    let answer = try await Self.knock(desk, url, own, matrix)
                    let isIn = answer.status != 403 && answer.status < 500 && !answer.location.hasPrefix("/signin/")
                    #expect(isIn, "\(url) \(desk.name): \(answer.status) \(answer.location)")
                    #expect(isPost || answer.status == 200, "\(url) \(desk.name): \(answer.status)")
                }
            }
        }
    }

    /// What the matrix of permissions says, upon a member without a role and a group as `RoleMatrixHouse` makes it.
    private static func mayPass(
        _ desk: RoleMatrixHouse.Desk, _ needed: [MartletPolicy.Operation], _ url: String
    ) -> Bool {
        needed.allSatisfy { operation in
            let target: TargetFacts? =
                switch operation {
                case .manageUsers where !url.contains(":user"): nil
                case .manageGroups: TargetFacts(isRoleAssignableGroup: url.contains(":group") && url.contains("/roles"))
                default: TargetFacts()
                }
            return Permission.check(caller: CallerFacts(roles: desk.roles), for: operation, target: target)
                == .permitted
        }
    }

    private static func knock(
        _ desk: RoleMatrixHouse.Desk, _ url: String, _ path: String, _ matrix: RoleMatrixHouse
    ) async throws -> TestBrowser.Answer {
        guard url.hasPrefix("POST ") else { return try await desk.browser.send(path, .get, nil, [:]) }
        return try await desk.browser.raw(path, matrix.fields(for: url, token: desk.token))
    }
}
