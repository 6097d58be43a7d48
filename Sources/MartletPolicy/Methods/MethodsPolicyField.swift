import MartletDirectory

/// One setting of the methods policy under its name, as a text: for forms, the command line and the audit log.
package struct MethodsPolicyField: Sendable {
    /// What the text may be.
    package enum Kind: Sendable, Equatable {
        /// `true` or `false`.
        case flag
        /// A whole number within bounds.
        case number(ClosedRange<Int>)
        /// One of these.
        case word([String])
        /// Identifiers of groups with spaces between them.
        case groups
        /// Words of at most so many bytes.
        case text(Int)
        /// AAGUIDs with white space or commas between them.
        case models
        /// Some of these, in an order that means something, with white space between them.
        case words([String])
        /// Rules about what certificates are worth, with white space between them.
        case certificateRules
        /// Where authorities publish their lists of revoked certificates, with white space between them.
        case revocationLists
    }

    /// The part of the policy that it belongs to: a method, `campaign` or `general`.
    package let section: String
    /// Its name within that.
    package let key: String
    /// What its text may be.
    package let kind: Kind
    private let get: @Sendable (AuthenticationMethodsPolicy) -> String
    private let set: @Sendable (inout AuthenticationMethodsPolicy, String) -> Bool

    /// Its name: `passkeys.isEnabled`.
    package var name: String { "\(section).\(key)" }

    /// The setting as a text.
    package func text(in policy: AuthenticationMethodsPolicy) -> String { get(policy) }

    /// Changes the setting; `false`, and nothing changed, for a text that it cannot be.
    package func write(_ text: String, to policy: inout AuthenticationMethodsPolicy) -> Bool { set(&policy, text) }

    /// Where a setting stands in the policy.
    typealias Place<Value> = any WritableKeyPath<AuthenticationMethodsPolicy, Value> & Sendable

    /// A yes or no.
    static func flag(_ section: String, _ key: String, _ place: Place<Bool>) -> MethodsPolicyField {
        MethodsPolicyField(section: section, key: key, kind: .flag) {
            String($0[keyPath: place])
        } set: { policy, text in
            guard let value = Bool(text) else { return false }
            policy[keyPath: place] = value
            return true
        }
    }

    /// A number.
    static func number(
        _ section: String, _ key: String, _ bounds: ClosedRange<Int>, _ place: Place<Int>
    ) -> MethodsPolicyField {
        MethodsPolicyField(section: section, key: key, kind: .number(bounds)) {
            String($0[keyPath: place])
        } set: { policy, text in
            guard text.utf8.count <= 6, let value = Int(text), bounds.contains(value) else { return false }
            policy[keyPath: place] = value
            return true
        }
    }

    /// One of a few words.
    static func word<Word>(_ section: String, _ key: String, _ place: Place<Word>) -> MethodsPolicyField
    where Word: RawRepresentable & CaseIterable & Sendable, Word.RawValue == String {
        MethodsPolicyField(section: section, key: key, kind: .word(Word.allCases.map(\.rawValue))) {
            $0[keyPath: place].rawValue
        } set: { policy, text in
            guard let value = Word(rawValue: text) else { return false }
            policy[keyPath: place] = value
            return true
        }
    }

    /// Words.
    static func text(_ section: String, _ key: String, most: Int, _ place: Place<String>) -> MethodsPolicyField {
        MethodsPolicyField(section: section, key: key, kind: .text(most)) {
            $0[keyPath: place]
        } set: { policy, text in
            let words = text.split(whereSeparator: \.isWhitespace).joined(separator: " ")
            let isRight = words.unicodeScalars.allSatisfy { $0.properties.generalCategory != .control }
            guard words.utf8.count <= most, isRight else { return false }
            policy[keyPath: place] = words
            return true
        }
    }

    /// A set of groups; whether they exist is for somebody else to find out.
    static func groups(_ section: String, _ key: String, _ place: Place<[ID<Group>]>) -> MethodsPolicyField {
        MethodsPolicyField(section: section, key: key, kind: .groups) {
            $0[keyPath: place].map(\.rawValue).joined(separator: " ")
        } set: { policy, text in
            let items = text.split(whereSeparator: \.isWhitespace)
            let ids = items.compactMap { ID<Group>(parsing: String($0)) }
            guard items.count <= mostGroups, ids.count == items.count else { return false }
            policy[keyPath: place] = Array(Set(ids)).sorted { $0.rawValue < $1.rawValue }
            return true
        }
    }

    /// A set of models of passkeys.
    static func models(_ section: String, _ key: String, _ place: Place<[String]>) -> MethodsPolicyField {
        MethodsPolicyField(section: section, key: key, kind: .models) {
            $0[keyPath: place].joined(separator: " ")
        } set: { policy, text in
            let items = text.split { $0.isWhitespace || $0 == "," }.map { $0.lowercased().filter { $0 != "-" } }
            let isRight = items.allSatisfy {
                $0.utf8.count == 32 && $0.utf8.allSatisfy { Hexadecimal.value(of: $0) != nil }
            }
            guard items.count <= mostModels, isRight else { return false }
            policy[keyPath: place] = Array(Set(items)).sorted()
            return true
        }
    }

    /// Some of a few words, each once.
    static func words<Word>(_ section: String, _ key: String, _ place: Place<[Word]>) -> MethodsPolicyField
    where Word: RawRepresentable & CaseIterable & Hashable & Sendable, Word.RawValue == String {
        MethodsPolicyField(section: section, key: key, kind: .words(Word.allCases.map(\.rawValue))) {
            $0[keyPath: place].map(\.rawValue).joined(separator: " ")
        } set: { policy, text in
            let items = text.split { $0.isWhitespace || $0 == "," }
            let words = items.compactMap { Word(rawValue: String($0)) }
            guard words.count == items.count, Set(words).count == words.count else { return false }
            policy[keyPath: place] = words
            return true
        }
    }

    /// Where authorities publish their lists, each at one place.
    static func revocationLists(
        _ section: String, _ key: String, _ place: Place<[RevocationListAddress]>
    ) -> MethodsPolicyField {
        MethodsPolicyField(section: section, key: key, kind: .revocationLists) {
            $0[keyPath: place].map(\.text).joined(separator: " ")
        } set: { policy, text in
            let items = text.split(whereSeparator: \.isWhitespace)
            let addresses = items.compactMap { RevocationListAddress($0) }
            guard items.count <= CertificateAuthority.most, addresses.count == items.count,
                Set(addresses.map(\.issuer)).count == addresses.count
            else { return false }
            policy[keyPath: place] = addresses
            return true
        }
    }

    /// Rules about what certificates are worth.
    static func certificateRules(
        _ section: String, _ key: String, _ place: Place<[CertificateRule]>
    ) -> MethodsPolicyField {
        MethodsPolicyField(section: section, key: key, kind: .certificateRules) {
            $0[keyPath: place].map(\.text).joined(separator: " ")
        } set: { policy, text in
            let items = text.split { $0.isWhitespace || $0 == "," }
            let rules = items.compactMap { CertificateRule($0) }
            guard items.count <= mostRules, rules.count == items.count, Set(rules).count == rules.count else {
                return false
            }
            policy[keyPath: place] = rules
            return true
        }
    }

    /// The most rules about certificates.
    package static let mostRules = 20
    /// The most groups in one list.
    package static let mostGroups = 20
    /// The most models in one list.
    package static let mostModels = 100

    private init(
        section: String, key: String, kind: Kind, get: @escaping @Sendable (AuthenticationMethodsPolicy) -> String,
        set: @escaping @Sendable (inout AuthenticationMethodsPolicy, String) -> Bool
    ) {
        self.section = section
        self.key = key
        self.kind = kind
        self.get = get
        self.set = set
    }
}
