import Foundation
import Mustache

/// Compiles the templates for one language: words and addresses of assets are put in once, when the program starts,
/// so that showing a page only fills in what differs from request to request.
///
/// `{{t:key}}` becomes the message, escaped, with its placeholders `{name}` turned into the variables `{{name}}`;
/// `{{asset:file}}` becomes the file's address.
struct TemplateCompiler {
    /// What is wrong with a template.
    enum Problem: Error, Equatable {
        /// It names a message that is in no catalogue.
        case missingMessage(template: String, key: String)
        /// It names an asset that does not exist.
        case missingAsset(template: String, name: String)
        /// It would show something unescaped, or change the tags.
        case forbiddenTag(template: String, tag: String)
        /// A tag of ours is not closed.
        case unclosedTag(template: String)
        /// The folder cannot be read.
        case unreadableFolder(String)
    }

    let messages: Messages
    let language: Language
    let assets: AssetCatalog

    /// The templates of all files that end in `.mustache` in `folder`.
    func library(folder: String) throws -> MustacheLibrary {
        var library = MustacheLibrary()
        let names: [String]
        do {
            names = try FileManager.default.contentsOfDirectory(atPath: folder)
        } catch {
            throw Problem.unreadableFolder(folder)
        }
        for name in names.sorted() where name.hasSuffix(".mustache") {
            let source = try String(contentsOfFile: "\(folder)/\(name)", encoding: .utf8)
            let stem = String(name.dropLast(".mustache".count))
            try library.register(compile(source, named: stem), named: stem)
        }
        return library
    }

    /// The text of one template, ready for the engine.
    func compile(_ source: String, named name: String) throws -> String {
        for tag in ["{{{", "{{&", "{{=", "{{%"] where source.contains(tag) {
            throw Problem.forbiddenTag(template: name, tag: tag)
        }
        var text = "{{% CONTENT_TYPE: \(HTMLEscaping.name)}}"
        var rest = Substring(Self.trimmed(source))
        while let open = rest.range(of: "{{") {
            text += rest[..<open.lowerBound]
            rest = rest[open.upperBound...]
            guard let close = rest.range(of: "}}") else { throw Problem.unclosedTag(template: name) }
            let tag = rest[..<close.lowerBound]
            rest = rest[close.upperBound...]
            text += try replacement(of: tag, in: name)
        }
        return text + rest
    }

    private func replacement(of tag: Substring, in name: String) throws -> String {
        if tag.hasPrefix("t:") {
            let key = String(tag.dropFirst(2))
            guard let message = messages.text(key, in: language) else {
                throw Problem.missingMessage(template: name, key: key)
            }
            return HTMLEscaping.escape(message)
                .replacing("{", with: "{{").replacing("}", with: "}}")
        }
        if tag.hasPrefix("asset:") {
            let file = String(tag.dropFirst("asset:".count))
            guard let asset = assets[file] else { throw Problem.missingAsset(template: name, name: file) }
            return asset.address
        }
        return "{{\(tag)}}"
    }

    /// Without the indentation, which only people who read the template need.
    private static func trimmed(_ source: String) -> String {
        source.split(separator: "\n", omittingEmptySubsequences: true)
            .map { $0.drop { $0 == " " } }
            .filter { !$0.isEmpty }
            .joined(separator: "\n")
    }
}
