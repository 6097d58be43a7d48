import MartletDirectory
import MartletPolicy

/// Collects everything that is wrong with what was sent, so that a person corrects a form once and not field by field.
package struct FieldChecks: Sendable {
    /// What was found so far.
    package private(set) var problems: [FieldProblem] = []

    /// A check of nothing yet.
    package init() {}

    /// Notes a problem.
    package mutating func found(_ problem: FieldProblem.Problem, in field: String) {
        problems.append(FieldProblem(field, problem))
    }

    /// A name that people read: white space around it dropped, no control characters, 1 to `limit` characters.
    package mutating func name(_ text: String, in field: String, limit: Int = 256) -> String {
        let trimmed = Self.trimmed(text)
        if trimmed.isEmpty { found(.missing, in: field) }
        check(trimmed, in: field, limit: limit)
        return trimmed
    }

    /// A text that may be left out: `nil` when nothing but white space was given.
    package mutating func optionalName(_ text: String?, in field: String, limit: Int = 256) -> String? {
        let trimmed = Self.trimmed(text ?? "")
        guard !trimmed.isEmpty else { return nil }
        check(trimmed, in: field, limit: limit)
        return trimmed
    }

    /// A sign-in name in the domain of the organisation (PP-18).
    package mutating func userPrincipalName(
        _ text: String, in field: String, domain: String
    ) -> UserPrincipalName? {
        let trimmed = Self.trimmed(text)
        guard !trimmed.isEmpty else {
            found(.missing, in: field)
            return nil
        }
        guard let name = UserPrincipalName(parsing: trimmed) else {
            found(.malformed, in: field)
            return nil
        }
        // A name under a domain that is not ours could be somebody's real address elsewhere (A099).
        guard name.domain == domain else {
            found(.notAllowed, in: field)
            return nil
        }
        return name
    }

    /// Ends the check.
    /// - Throws: `ActionError.invalid` with every problem found.
    package func done() throws {
        guard problems.isEmpty else { throw ActionError.invalid(problems) }
    }

    private mutating func check(_ text: String, in field: String, limit: Int) {
        if text.unicodeScalars.count > limit { found(.tooLong, in: field) }
        // Control and direction-changing characters let one name pass for another in lists and logs.
        if text.unicodeScalars.contains(where: Self.isUnprintable) { found(.malformed, in: field) }
    }

    private static func isUnprintable(_ scalar: Unicode.Scalar) -> Bool {
        switch scalar.properties.generalCategory {
        case .control, .lineSeparator, .paragraphSeparator, .privateUse, .surrogate, .unassigned: true
        case .format: (0x202A...0x202E).contains(scalar.value) || (0x2066...0x2069).contains(scalar.value)
        default: false
        }
    }

    private static func trimmed(_ text: String) -> String {
        let scalars = text.unicodeScalars
        guard let first = scalars.firstIndex(where: { !$0.properties.isWhitespace }),
            let last = scalars.lastIndex(where: { !$0.properties.isWhitespace })
        else { return "" }
        return String(scalars[first...last])
    }
}
