import MartletServer
import MartletTesting
import Testing

/// N-6.1.3: there is no door that the list of doors does not name.
@Suite struct `The list of doors` {
    @Test func `docs/doors.md names every URL, and no other`() async throws {
        let listed = try DoorList().rows.map(\.url)
        let house = try await TestHouse()
        let doors = Doors(tools: house.tools, pages: try PageRenderer(), options: ServerOptions())
        #expect(Set(listed) == Set(ServerRouter.paths(doors)))
        #expect(listed.count == Set(listed).count)
    }
}
