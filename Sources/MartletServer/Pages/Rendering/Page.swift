/// The view model of one page: plain values, made by a handler, shown by a template.
///
/// A page knows no request and reads nothing; all its text comes from the message catalogues.
package protocol Page: Sendable {
    /// The template's file name without its ending.
    static var template: String { get }
    /// The place in the navigation that is marked as current; empty for pages outside of it.
    static var section: String { get }
    /// The catalogue key of the page's title.
    var titleKey: String { get }
    /// What the title's placeholders stand for, in the words of `phrases`.
    func titleArguments(_ phrases: Phrases) -> [String: String]
    /// What the template shows, in the words of `phrases`.
    func content(_ phrases: Phrases) -> ViewObject
}

extension Page {
    /// Outside of the navigation.
    package static var section: String { "" }
    /// A title without placeholders.
    package func titleArguments(_ phrases: Phrases) -> [String: String] { [:] }
}
