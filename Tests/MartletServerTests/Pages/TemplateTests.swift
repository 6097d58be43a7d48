import Foundation
import MartletDirectory
import Testing

@testable import MartletServer

@Suite struct `Templates` {
    private func render(_ sources: [String: String], _ root: ViewObject = [:]) throws -> String {
        let templates = try TemplateCompiler.templates(sources: sources) { _, tag in
            tag == "t:greeting" ? "Hello {name}!" : nil
        }
        return try #require(templates["main"]).render(root).text
    }

    @Test func `values are escaped, drawings are not`() throws {
        let drawing = try #require(TrustedSVG("<svg></svg>"))
        let root: ViewObject = ["name": "<b>\"&'", "drawing": .drawing(drawing)]
        #expect(try render(["main": "{{name}} {{drawing}}"], root) == "&lt;b&gt;&quot;&amp;&#39; <svg></svg>")
    }

    @Test func `there is no way to show a value unescaped`() throws {
        for tag in ["{{{name}}}", "{{&name}}", "{{=<% %>=}}", "{{%CONTENT_TYPE: TEXT}}"] {
            #expect(throws: TemplateSyntax.Problem.self, "\(tag)") { try render(["main": tag], ["name": "<"]) }
        }
        for name in try PageResources.names(in: "Templates") {
            #expect(try !PageResources.text("Templates/\(name)").contains("{{{"), "\(name)")
        }
    }

    @Test func `sections show what is there and nothing else`() throws {
        let main = ["main": "{{#a}}[{{x}}]{{/a}}{{^a}}none{{/a}}"]
        #expect(try render(main, ["a": ["x": "1"]]) == "[1]")
        #expect(try render(main, ["a": [["x": "1"], ["x": "2"]]]) == "[1][2]")
        #expect(try render(main, ["a": true, "x": "out"]) == "[out]")
        for nothing: ViewValue in [.absent, false, [], ""] { #expect(try render(main, ["a": nothing]) == "none") }
        #expect(try render(main) == "none")
    }

    @Test func `names are found inside first, and an absent one hides the outer`() throws {
        let main = ["main": "{{#a}}{{x}}{{y}}{{.}}{{/a}}"]
        #expect(try render(main, ["x": "X", "y": "Y", "a": ["one"]]) == "XYone")
        #expect(try render(["main": "{{#a}}{{x}}{{y}}{{/a}}"], ["x": "X", "y": "Y", "a": ["x": .absent]]) == "Y")
        #expect(try render(["main": "{{a.b.c}}"], ["a": ["b": ["c": "deep"]]]) == "deep")
    }

    @Test func `blocks replace those of parents, the outermost first`() throws {
        let sources = [
            "layout": "<{{$head}}h{{/head}}|{{$body}}b{{/body}}>",
            "middle": "{{<layout}}{{$head}}middle{{/head}}{{$body}}({{$content}}c{{/content}}){{/body}}{{/layout}}",
            "main": "{{<middle}}ignored{{$content}}{{name}}{{>part}}{{/content}}{{/middle}}",
            "part": "!",
        ]
        #expect(try render(sources, ["name": "N"]) == "<middle|(N!)>")
    }

    @Test func `messages are put in with their placeholders as variables`() throws {
        #expect(try render(["main": "{{t:greeting}}"], ["name": "<A>"]) == "Hello &lt;A&gt;!")
    }

    @Test func `a value that nobody gave is reported`() throws {
        let templates = try TemplateCompiler.templates(sources: ["main": "{{a}}{{b.c}}{{d}}"]) { _, _ in nil }
        let result = try #require(templates["main"]).render(["b": ["x": "1"], "d": .absent])
        #expect(result.unresolved == ["a", "b.c"])
        #expect(result.text == "")
    }

    @Test func `mistakes stop the program at its start`() throws {
        let mistakes = [
            "{{a", "{{#a}}", "{{#a}}{{/b}}", "{{/a}}", "{{>missing}}", "{{<missing}}{{/missing}}", "{{>main}}", "{{}}",
        ]
        for mistake in mistakes {
            #expect(throws: (any Error).self, "\(mistake)") { try render(["main": mistake]) }
        }
    }

    @Test func `dark colours are the same by choice and by device`() throws {
        let css = try PageResources.text("Assets/martlet.css")
        let blocks = css.matches(of: /color-scheme: dark;([^}]*)}/)
            .map { $0.1.split(whereSeparator: \.isWhitespace).joined(separator: " ") }
        #expect(blocks.count == 2)
        #expect(Set(blocks).count == 1)
    }

    @Test func `an asset's address changes with its bytes and nothing else is served`() throws {
        let assets = try AssetCatalog(folder: PageResources.folder + "/Assets")
        let css = try #require(assets["martlet.css"])
        #expect(css.address == "/assets/martlet.css?v=\(css.digest)")
        #expect(css.contentType == "text/css; charset=utf-8")
        #expect(assets["../Messages/common.en.json"] == nil)
        #expect(Set(assets.names.compactMap { assets[$0]?.digest }).count == assets.names.count)
    }

    /// WCAG 2.2, 1.4.3 and 1.4.11: 4.5 for text, 3 for what marks a control.
    @Test func `text and controls stand out from their ground in both themes`() throws {
        let css = try PageResources.text("Assets/martlet.css")
        let light = try colours(in: #require(css.firstMatch(of: /color-scheme: light;([^}]*)}/)).1)
        let dark = try colours(in: #require(css.firstMatch(of: /color-scheme: dark;([^}]*)}/)).1)
        let text = [
            "ink paper", "ink surface", "ink sunken", "ink accent-soft", "ink info-soft", "ink warn-soft",
            "ink-soft paper", "ink-soft surface", "ink-soft sunken", "link paper", "link surface", "link info-soft",
            "on-accent accent", "on-accent accent-strong", "accent accent-soft", "good good-soft", "warn warn-soft",
            "bad bad-soft", "bad surface", "bad paper", "info info-soft", "on-bad bad", "on-bad bad-strong",
        ]
        let marks = ["line-strong surface", "line-strong paper", "focus paper", "focus surface", "accent paper"]
        for (theme, colours) in [("light", light), ("dark", dark)] {
            for (pair, least) in text.map({ ($0, 4.5) }) + marks.map({ ($0, 3) }) {
                let names = pair.split(separator: " ").map(String.init)
                let front = luminance(try #require(colours[names[0]])),
                    back = luminance(try #require(colours[names[1]]))
                let contrast = (max(front, back) + 0.05) / (min(front, back) + 0.05)
                #expect(contrast >= least, "\(theme): \(pair)")
            }
        }
    }

    private func colours(in block: Substring) -> [String: String] {
        Dictionary(block.matches(of: /--([a-z0-9-]+): #([0-9a-f]{3,6});/).map { (String($0.1), String($0.2)) }) { $1 }
    }

    private func luminance(_ hex: String) -> Double {
        let digits = hex.count == 3 ? hex.flatMap { [$0, $0] } : Array(hex)
        let parts = stride(from: 0, to: 6, by: 2).map { place -> Double in
            let value = Double(Int(String(digits[place...place + 1]), radix: 16) ?? 0) / 255
            return value <= 0.03928 ? value / 12.92 : pow((value + 0.055) / 1.055, 2.4)
        }
        return 0.2126 * parts[0] + 0.7152 * parts[1] + 0.0722 * parts[2]
    }
}
