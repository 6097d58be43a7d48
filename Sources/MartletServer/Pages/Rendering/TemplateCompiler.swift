import Foundation

/// Compiles the templates for one language: words, addresses of assets, partials and parents are put in once, when the
/// program starts.
///
/// `{{t:key}}` becomes the message, escaped, with its placeholders `{name}` turned into the variables `{{name}}`;
/// `{{asset:file}}` becomes the file's address.
struct TemplateCompiler {
    /// What is wrong with the templates.
    enum Problem: Error, Equatable {
        /// One names a message that is in no catalogue.
        case missingMessage(template: String, key: String)
        /// One names an asset that does not exist.
        case missingAsset(template: String, name: String)
        /// One names a template that does not exist.
        case missingTemplate(String)
        /// Templates hold each other without end.
        case endless(String)
    }

    private let syntaxes: [String: TemplateSyntax]

    /// Compiles the files that end in `.mustache` in `folder`.
    static func templates(
        folder: String, messages: Messages, language: Language, assets: AssetCatalog
    ) throws -> [String: Template] {
        var sources: [String: String] = [:]
        for name in try FileManager.default.contentsOfDirectory(atPath: folder) where name.hasSuffix(".mustache") {
            let source = try String(contentsOfFile: "\(folder)/\(name)", encoding: .utf8)
            sources[String(name.dropLast(".mustache".count))] = source
        }
        return try templates(sources: sources) { name, tag in
            try insertion(for: tag, in: name, messages: messages, language: language, assets: assets)
        }
    }

    /// Compiles sources by name; `insert` gives the text for a tag of ours in a template.
    static func templates(
        sources: [String: String], insert: (_ template: String, _ tag: Substring) throws -> String?
    ) throws -> [String: Template] {
        var syntaxes: [String: TemplateSyntax] = [:]
        for (name, source) in sources {
            syntaxes[name] = try TemplateSyntax(source, named: name) { try insert(name, $0) }
        }
        let compiler = TemplateCompiler(syntaxes: syntaxes)
        var templates: [String: Template] = [:]
        for (name, syntax) in syntaxes {
            let parts = try compiler.parts(of: syntax.nodes, blocks: [:], depth: 0)
            templates[name] = Template(parts: Self.joined(parts))
        }
        return templates
    }

    private static func insertion(
        for tag: Substring, in template: String, messages: Messages, language: Language, assets: AssetCatalog
    ) throws -> String? {
        if tag.hasPrefix("t:") {
            let key = String(tag.dropFirst("t:".count))
            guard let message = messages.text(key, in: language) else {
                throw Problem.missingMessage(template: template, key: key)
            }
            return HTMLEscaping.escape(message)
        }
        guard tag.hasPrefix("asset:") else { return nil }
        let file = String(tag.dropFirst("asset:".count))
        guard let asset = assets[file] else { throw Problem.missingAsset(template: template, name: file) }
        return asset.address
    }

    /// Puts partials, parents and blocks in; `blocks` are those that replace the ones met here.
    private func parts(
        of nodes: [TemplateSyntax.Node], blocks: [String: [TemplateSyntax.Node]], depth: Int
    ) throws -> [Template.Part] {
        guard depth < 40 else { throw Problem.endless("\(nodes.count) pieces") }
        return try nodes.flatMap { node -> [Template.Part] in
            switch node {
            case .text(let text): return [.text(text)]
            case .variable(let name): return [.variable(Template.Path(name[...]))]
            case .section(let name, let inner):
                let inner = Self.joined(try parts(of: inner, blocks: blocks, depth: depth + 1))
                return [.section(Template.Path(name[...]), inner)]
            case .inverted(let name, let inner):
                let inner = Self.joined(try parts(of: inner, blocks: blocks, depth: depth + 1))
                return [.inverted(Template.Path(name[...]), inner)]
            case .block(let name, let own):
                return try parts(of: blocks[name] ?? own, blocks: blocks, depth: depth + 1)
            case .partial(let name):
                return try parts(of: syntax(name).nodes, blocks: blocks, depth: depth + 1)
            case .parent(let name, let replacing):
                // What the outer template replaces wins over what this one does.
                let all = blocks.merging(replacing) { outer, _ in outer }
                return try parts(of: syntax(name).nodes, blocks: all, depth: depth + 1)
            }
        }
    }

    private func syntax(_ name: String) throws -> TemplateSyntax {
        guard let syntax = syntaxes[name] else { throw Problem.missingTemplate(name) }
        return syntax
    }

    /// Neighbouring texts as one.
    private static func joined(_ parts: [Template.Part]) -> [Template.Part] {
        var result: [Template.Part] = []
        for part in parts {
            if case .text(let text) = part, case .text(let before) = result.last {
                result[result.count - 1] = .text(before + text)
            } else {
                result.append(part)
            }
        }
        return result
    }
}
