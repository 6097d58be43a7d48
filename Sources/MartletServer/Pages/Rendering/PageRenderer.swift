import Foundation

/// Turns pages into HTML: one compiled set of templates for each language, made once.
package struct PageRenderer: Sendable {
    /// A page that cannot be shown because its template is missing; a mistake of ours.
    package struct MissingTemplate: Error {
        /// The template's name.
        package let name: String
    }

    /// The words of all pages.
    package let messages: Messages
    /// The style sheets, scripts and drawings that pages refer to.
    package let assets: AssetCatalog
    private let templates: [Language: [String: Template]]

    /// Reads `Templates`, `Messages` and `Assets` in the folder at `resources`.
    ///
    /// Throws if a file cannot be read, a template cannot be understood, or a template names a message or an asset that
    /// does not exist: the program does not start with half a page.
    package init(resources: String) throws {
        let messages = try Messages(folder: resources + "/Messages")
        let assets = try AssetCatalog(folder: resources + "/Assets")
        var templates: [Language: [String: Template]] = [:]
        for language in Language.allCases {
            templates[language] = try TemplateCompiler.templates(
                folder: resources + "/Templates", messages: messages, language: language, assets: assets)
        }
        self.messages = messages
        self.assets = assets
        self.templates = templates
    }

    /// Reads the resources that come with the program.
    package init() throws {
        try self.init(resources: Bundle.module.bundlePath + "/Resources")
    }

    /// The whole HTML of `page`.
    package func render<Shown: Page>(_ page: Shown, in context: PageContext) throws -> String {
        try rendering(of: page, in: context).text
    }

    /// The variables of the page's template that neither the page nor the layout defines; for tests.
    package func unresolvedNames<Shown: Page>(in page: Shown, context: PageContext) throws -> [String] {
        try rendering(of: page, in: context).unresolved
    }

    private func rendering<Shown: Page>(
        of page: Shown, in context: PageContext
    ) throws -> (text: String, unresolved: [String]) {
        guard let template = templates[context.language]?[Shown.template] else {
            throw MissingTemplate(name: Shown.template)
        }
        let phrases = Phrases(messages: messages, language: context.language, now: context.now)
        var root = page.content(phrases)
        root["page"] = .object(frame(of: page, in: context, phrases: phrases))
        return template.render(root)
    }

    /// Whether a template of that name exists.
    package func hasTemplate(_ name: String) -> Bool {
        Language.allCases.allSatisfy { templates[$0]?[name] != nil }
    }

    /// What the layouts show, under the name `page`.
    private func frame<Shown: Page>(of page: Shown, in context: PageContext, phrases: Phrases) -> ViewObject {
        [
            "title": .text(phrases(page.titleKey, page.titleArguments(phrases))),
            "language": .text(context.language.rawValue),
            "languages": ViewValue(Language.allCases.map { context.link(to: $0) }),
            "nonce": .text(context.nonce),
            "organization": ViewValue(context.organizationName),
            "person": ViewValue(context.person?.view),
            "token": .text(context.formToken),
            "theme": ViewValue(context.theme?.rawValue),
            "at": Shown.section.isEmpty ? .absent : .object(ViewObject([Shown.section: true])),
        ]
    }
}

extension PageContext {
    /// The link under which this page shows in `other`.
    fileprivate func link(to other: Language) -> ViewObject {
        let separator = path.contains("?") ? "&" : "?"
        return [
            "code": .text(other.rawValue), "name": .text(other.ownName), "isCurrent": .flag(other == language),
            "address": .text("\(path)\(separator)ui_locales=\(other.rawValue)"),
        ]
    }
}

extension PageContext.Person {
    fileprivate var view: ViewObject {
        [
            "name": .text(displayName), "userPrincipalName": .text(userPrincipalName),
            "isAdministrator": .flag(isAdministrator), "initial": .text(displayName.prefix(1).uppercased()),
        ]
    }
}
