/// A template as it is written, before partials and parents are put in.
struct TemplateSyntax: Sendable {
    /// A piece of it.
    indirect enum Node: Sendable {
        case text(String)
        case variable(String)
        case section(String, [Node])
        case inverted(String, [Node])
        case partial(String)
        /// A parent and the blocks that replace its own.
        case parent(String, [String: [Node]])
        /// A block with what it holds unless it is replaced.
        case block(String, [Node])
    }

    /// What is wrong with a template.
    enum Problem: Error, Equatable {
        /// A tag is not closed by `}}`.
        case unclosedTag(template: String)
        /// A section, block or parent is not ended, or by another name.
        case unbalanced(template: String, tag: String)
        /// It would show something unescaped, or change the tags.
        case forbiddenTag(template: String, tag: String)
    }

    let nodes: [Node]

    /// Reads a template; `insert` gives the text for `{{t:…}}` and `{{asset:…}}`, or `nil` for any other tag.
    init(_ source: String, named name: String, insert: (Substring) throws -> String?) throws {
        var reader = Reader(rest: Substring(Self.withoutIndentation(source)), template: name)
        nodes = try reader.nodes(until: nil, insert: insert)
    }

    /// Without what only people who read the template need: indentation, empty lines, and the end of lines that hold
    /// nothing but a tag.
    private static func withoutIndentation(_ source: String) -> String {
        var text = ""
        for line in source.split(separator: "\n") {
            let words = line.drop { $0 == " " }
            guard !words.isEmpty else { continue }
            text += words
            if !isLoneTag(words) { text += "\n" }
        }
        return text.hasSuffix("\n") ? String(text.dropLast()) : text
    }

    private static func isLoneTag(_ line: Substring) -> Bool {
        guard line.hasPrefix("{{"), line.hasSuffix("}}"), let kind = line.dropFirst(2).first else { return false }
        return "#^/$<!>".contains(kind) && line.dropFirst(2).firstRange(of: "{{") == nil
    }

    private struct Reader {
        var rest: Substring
        let template: String

        /// The nodes up to the end tag of `name`, or to the end of the text.
        mutating func nodes(until name: String?, insert: (Substring) throws -> String?) throws -> [Node] {
            var nodes: [Node] = []
            while let open = rest.firstRange(of: "{{") {
                if open.lowerBound > rest.startIndex { nodes.append(.text(String(rest[..<open.lowerBound]))) }
                rest = rest[open.upperBound...]
                guard let close = rest.firstRange(of: "}}") else { throw Problem.unclosedTag(template: template) }
                let tag = rest[..<close.lowerBound]
                rest = rest[close.upperBound...]
                if let text = try insert(tag) {
                    nodes.append(contentsOf: try Self.words(text))
                    continue
                }
                let argument = String(tag.dropFirst())
                switch tag.first {
                case "/":
                    guard argument == name else { throw Problem.unbalanced(template: template, tag: argument) }
                    return nodes
                case "#": nodes.append(.section(argument, try self.nodes(until: argument, insert: insert)))
                case "^": nodes.append(.inverted(argument, try self.nodes(until: argument, insert: insert)))
                case "$": nodes.append(.block(argument, try self.nodes(until: argument, insert: insert)))
                case "<": nodes.append(try parent(argument, insert: insert))
                case ">": nodes.append(.partial(argument))
                case "!": continue
                case "{", "&", "=", "%", nil: throw Problem.forbiddenTag(template: template, tag: String(tag))
                default: nodes.append(.variable(String(tag)))
                }
            }
            guard name == nil else { throw Problem.unbalanced(template: template, tag: name ?? "") }
            if !rest.isEmpty { nodes.append(.text(String(rest))) }
            return nodes
        }

        /// A parent: of what stands in it only the blocks count.
        private mutating func parent(_ name: String, insert: (Substring) throws -> String?) throws -> Node {
            var blocks: [String: [Node]] = [:]
            for case .block(let block, let nodes) in try nodes(until: name, insert: insert) { blocks[block] = nodes }
            return .parent(name, blocks)
        }

        /// An inserted text, whose `{name}` are variables.
        private static func words(_ text: String) throws -> [Node] {
            var nodes: [Node] = []
            var rest = text[...]
            while let open = rest.firstIndex(of: "{"), let close = rest[open...].firstIndex(of: "}") {
                nodes.append(.text(String(rest[..<open])))
                nodes.append(.variable(String(rest[rest.index(after: open)..<close])))
                rest = rest[rest.index(after: close)...]
            }
            nodes.append(.text(String(rest)))
            return nodes
        }
    }
}
