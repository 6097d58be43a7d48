import MartletActions

/// What the number in an error means, for the developer who met it.
package struct ErrorCodePage: Page {
    package static let template = "error-code"
    package let titleKey = "errorCode.title"
    /// The AADSTS number; `nil` where none was named.
    package var code: Int?

    /// A page with every field given.
    package init(code: Int?) {
        self.code = code
    }

    package func content(_ phrases: Phrases) -> ViewObject {
        guard let code else { return ["code": .absent, "sentence": .absent] }
        let known = AADSTS.meaning(of: code)?.numbers.first
        return [
            "code": .text("AADSTS\(code)"),
            "sentence": .text(phrases(known.map { "errorCode.sentence.\($0)" } ?? "errorCode.unknown")),
        ]
    }
}
