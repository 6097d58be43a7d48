import Foundation
import MartletServer
import MartletTesting
import Testing

/// N-6.1.3: there is no door that the list of doors does not name.
@Suite struct `The list of doors` {
    @Test func `docs/doors.md names every URL, and no other`() async throws {
        let root = URL(fileURLWithPath: #filePath).deletingLastPathComponent().deletingLastPathComponent()
            .deletingLastPathComponent()
        let text = try String(contentsOf: root.appendingPathComponent("docs/doors.md"), encoding: .utf8)
        let listed = text.split(separator: "\n").compactMap { line -> String? in
            guard line.hasPrefix("| `"), let end = line.dropFirst(3).firstIndex(of: "`") else { return nil }
            let name = String(line[line.index(line.startIndex, offsetBy: 3)..<end])
            return name.contains(" /") ? name : nil
        }
        let house = try await TestHouse()
        let doors = Doors(tools: house.tools, pages: try PageRenderer(), options: ServerOptions())
        #expect(Set(listed) == Set(ServerRouter.paths(doors)))
        #expect(listed.count == Set(listed).count)
    }
}
