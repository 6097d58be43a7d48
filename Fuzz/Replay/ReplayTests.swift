import Foundation
import Testing

/// Shows every input that is kept in `Fuzz/Corpus` to its target: what was found once is not let in again.
struct ReplayTests {
    private static let corpus = URL(filePath: #filePath).deletingLastPathComponent().deletingLastPathComponent()
        .appending(path: "Corpus")

    @Test(arguments: (FuzzTargets.deep + FuzzTargets.small).map { $0.name })
    func `every kept input of a fuzz target keeps its promises`(_ name: String) throws {
        let target = try #require(FuzzTargets.named(name))
        let folder = Self.corpus.appending(path: name)
        let files = try FileManager.default.contentsOfDirectory(at: folder, includingPropertiesForKeys: nil)
        #expect(!files.isEmpty, "a target begins with something")
        for file in files {
            let input = Array(try Data(contentsOf: file))
            #expect(throws: Never.self, "\(file.lastPathComponent)") { try target.check(input) }
        }
    }

    @Test func `every kept input belongs to a target`() throws {
        let folders = try FileManager.default.contentsOfDirectory(atPath: Self.corpus.path)
        #expect(Set(folders) == Set((FuzzTargets.deep + FuzzTargets.small).map { $0.name }))
    }
}
