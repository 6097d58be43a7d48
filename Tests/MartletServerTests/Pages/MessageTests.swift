import Foundation
import MartletServer
import Testing

@Suite struct `Message catalogues` {
    let messages: Messages

    init() throws { messages = try Messages(folder: PageResources.folder + "/Messages") }

    @Test func `every language has the same keys`() {
        let english = messages.keys(in: .en)
        #expect(english.count > 200)
        for language in Language.allCases {
            #expect(messages.keys(in: language).symmetricDifference(english) == [], "\(language)")
        }
    }

    @Test func `a text has the same placeholders in every language`() throws {
        for key in messages.keys(in: .en) {
            // The singular may spell its number out.
            let placeholders = try Language.allCases.map { language in
                let text = try #require(messages.text(key, in: language), "\(key)")
                return try #require(Messages.placeholders(of: text), "\(key)")
            }
            #expect(key.hasSuffix(".one") || Set(placeholders).count == 1, "\(key)")
        }
    }

    @Test func `no text is empty or holds markup`() throws {
        for language in Language.allCases {
            for key in messages.keys(in: language) {
                let text = try #require(messages.text(key, in: language))
                #expect(!text.trimmingCharacters(in: .whitespaces).isEmpty, "\(key)")
                #expect(!text.contains("<") && !text.contains("&lt;"), "\(key)")
            }
        }
    }

    @Test func `a count that has one form has the other`() {
        let keys = messages.keys(in: .en)
        for key in keys where key.hasSuffix(".one") {
            let hasOther = keys.contains(key.dropLast(3) + "other")
            #expect(hasOther, "\(key)")
        }
    }

    @Test func `every message is used by a template or a page`() throws {
        let templates = try PageResources.names(in: "Templates").map { try PageResources.text("Templates/\($0)") }
        let pages = URL(fileURLWithPath: PageResources.folder).deletingLastPathComponent()
            .appendingPathComponent("Pages").resolvingSymlinksInPath().path
        let files = try #require(FileManager.default.enumerator(atPath: pages))
        let sources = try files.compactMap { $0 as? String }.filter { $0.hasSuffix(".swift") }
            .map { try String(contentsOfFile: "\(pages)/\($0)", encoding: .utf8) }
        let all = (templates + sources).joined(separator: "\n")
        // Keys whose last part is a word of the program are written with an interpolation.
        let prefixes = Set(all.matches(of: /"([a-zA-Z.]+)\.\\\(/).map { String($0.1) })
        let groups = ["setUp.", "signIn.code.problem.", "signIn.recovery.problem.", "refusal.", "admin."]
        for key in messages.keys(in: .en) {
            let stem = key.replacing(/\.(one|other)$/, with: "")
            let isUsed =
                prefixes.contains { key.hasPrefix($0 + ".") } || groups.contains { key.hasPrefix($0) }
                || all.contains("\(stem)}}") || all.contains("\"\(stem)\"")
            #expect(isUsed, "\(key)")
        }
    }

    @Test func `the language is what is asked for, then what was chosen, then what the browser prefers`() {
        #expect(Language.choice(uiLocales: "fr ja-JP", chosen: "en", acceptLanguage: "en") == .ja)
        #expect(Language.choice(uiLocales: "fr", chosen: "ja", acceptLanguage: "en") == .ja)
        #expect(Language.choice(uiLocales: nil, chosen: nil, acceptLanguage: "en;q=0.5, ja;q=0.8") == .ja)
        #expect(Language.choice(uiLocales: nil, chosen: nil, acceptLanguage: "fr, ja;q=0, en;q=0.1") == .en)
        #expect(Language.choice(uiLocales: nil, chosen: "xx", acceptLanguage: "de") == .en)
        #expect(Language.choice(uiLocales: "", chosen: nil, acceptLanguage: ";;,q=,,ja") == .ja)
    }

    @Test func `a brace that is no placeholder is noticed`() {
        #expect(Messages.placeholders(of: "{name} has {n}") == ["name", "n"])
        #expect(Messages.placeholders(of: "none") == [])
        for text in ["{", "a } b", "{}", "{a b}", "{{n}}"] {
            #expect(Messages.placeholders(of: text) == nil, "\(text)")
        }
    }
}
