import Foundation

/// Whose password is judged: the words that must not be in it.
package struct PasswordContext: Sendable, Equatable {
    /// The sign-in name.
    package var userPrincipalName: String
    /// The name that people see.
    package var displayName: String
    /// First name, if known.
    package var givenName: String?
    /// Last name, if known.
    package var surname: String?
    /// The organisation's name.
    package var tenantName: String
    /// The organisation's own list (PP-2); empty where it has none.
    package var customBanned: [String]

    /// A context with every field given.
    package init(
        userPrincipalName: String, displayName: String, givenName: String? = nil, surname: String? = nil,
        tenantName: String, customBanned: [String] = []
    ) {
        self.userPrincipalName = userPrincipalName
        self.displayName = displayName
        self.givenName = givenName
        self.surname = surname
        self.tenantName = tenantName
        self.customBanned = customBanned
    }
}

/// What is thought of a password that somebody wants to have.
package enum PasswordVerdict: Sendable, Equatable {
    /// Why not; the category only, never the word that was found (PP-14).
    package enum Reason: String, Sendable, Equatable, CaseIterable {
        case tooShort, tooLong, commonTerm, organizationTerm, containsName, repetition
    }

    case accepted
    case refused(reason: Reason)
}

/// The password policy (PP-6…PP-15): no composition rules and no expiry, but nothing that is easily guessed.
package enum PasswordRule {
    /// The fewest code points (PP-19).
    package static let shortest = 8
    /// The most code points (PP-19).
    package static let longest = 256
    /// The fewest points of PP-9.
    package static let neededScore = 5
    /// The shortest name that counts as one (PP-8).
    package static let shortestName = 4

    /// Judges a password that is being set, by whomever (PP-15); existing passwords are never judged (PP-1).
    ///
    /// Length is counted in code points after NFKC.
    package static func judge(_ candidate: String, context: PasswordContext) -> PasswordVerdict {
        let composed = candidate.composedForComparison
        let length = composed.unicodeScalars.count
        guard length >= shortest else { return .refused(reason: .tooShort) }
        guard length <= longest else { return .refused(reason: .tooLong) }
        guard Repetition.points(in: composed) >= neededScore else { return .refused(reason: .repetition) }

        let normalised = PasswordNormalisation.scalars(of: composed)
        let names = nameTerms(of: context)
        guard !names.contains(where: { contains(normalised, $0) }) else { return .refused(reason: .containsName) }
        guard isGood(normalised, TermIndex.common) else { return .refused(reason: .commonTerm) }

        let own = organizationTerms(of: context)
        guard !own.isEmpty else { return .accepted }
        let all = TermIndex(CommonTerms.all + own)
        return isGood(normalised, all) ? .accepted : .refused(reason: .organizationTerm)
    }

    /// Whether a normalised candidate is unlike every term as a whole (PP-7) and has the needed points (PP-9).
    static func isGood(_ candidate: [Unicode.Scalar], _ terms: TermIndex) -> Bool {
        !terms.isNearly(candidate) && terms.score(candidate) >= neededScore
    }

    /// The names that a password must not contain (PP-8, PP-13), normalised.
    static func nameTerms(of context: PasswordContext) -> [[Unicode.Scalar]] {
        let local = context.userPrincipalName.split(separator: "@").first.map(String.init) ?? ""
        var names = [local, joined(local), context.tenantName, joined(context.tenantName), joined(context.displayName)]
        names += words(of: local) + words(of: context.displayName)
        for name in [context.givenName, context.surname].compactMap(\.self) {
            names += words(of: name) + [name, joined(name)]
        }
        return names.map { PasswordNormalisation.scalars(of: $0.composedForComparison) }
            .filter { $0.count >= shortestName }
    }

    /// The organisation's own words: its list (PP-2) and the words of its name.
    private static func organizationTerms(of context: PasswordContext) -> [String] {
        (context.customBanned + words(of: context.tenantName))
            .map { PasswordNormalisation.text(of: $0.composedForComparison) }
            .filter { $0.unicodeScalars.count >= shortestName }
    }

    private static func words(of text: String) -> [String] {
        text.split { !$0.isLetter && !$0.isNumber }.map(String.init)
    }

    private static func joined(_ text: String) -> String { words(of: text).joined() }

    private static func contains(_ candidate: [Unicode.Scalar], _ name: [Unicode.Scalar]) -> Bool {
        guard name.count <= candidate.count else { return false }
        return (0...(candidate.count - name.count)).contains { candidate[$0..<($0 + name.count)].elementsEqual(name) }
    }
}

extension String {
    /// NFKC, in two steps: Foundation's one-step mapping leaves half-width Japanese letters apart from their marks.
    fileprivate var composedForComparison: String {
        decomposedStringWithCompatibilityMapping.precomposedStringWithCanonicalMapping
    }
}
