/// A reader of what strangers send, and what must hold of it for every input.
///
/// `scripts/fuzz` shows it inputs that libFuzzer makes up; the tests show it those that are kept in `Fuzz/Corpus`.
protocol FuzzTarget: SendableMetatype {
    /// The name of the target, and of the folder of its inputs.
    static var name: String { get }

    /// Shows `input` to the reader.
    /// - Throws: `Broken` where something does not hold that must.
    static func check(_ input: [UInt8]) throws
}

/// A claim that an input refutes.
struct Broken: Error, CustomStringConvertible {
    /// What does not hold.
    let description: String
}

/// Holds `claim`, which is written out only where it is broken.
func hold(_ isTrue: Bool, _ claim: @autoclosure () -> String) throws {
    guard isTrue else { throw Broken(description: claim()) }
}

/// Every target, the five that have a minute each in CI before the others.
enum FuzzTargets {
    /// What reads the requests of apps that anybody may send, with structure to explore.
    static let deep: [any FuzzTarget.Type] = [
        JWTTarget.self, JWKTarget.self, RedirectURITarget.self, FormTarget.self, QueryTarget.self,
    ]
    /// Smaller readers.
    static let small: [any FuzzTarget.Type] = [
        JSONTarget.self, ClientAssertionTarget.self, BasicHeaderTarget.self, MailHeaderTarget.self,
        BearerHeaderTarget.self,
        CookieTarget.self, ForwardedTarget.self, PrincipalNameTarget.self, ScopeTarget.self, PHCTarget.self,
        EncodingTarget.self, LanguageTarget.self, AddressTarget.self, CertificateTarget.self, BackupTarget.self,
        CBORTarget.self,
        WebAuthnTarget.self, LDAPTarget.self, LDAPFilterTarget.self, EntryNameTarget.self, RADIUSTarget.self,
        PhoneTarget.self,
    ]

    /// The target of that name.
    static func named(_ name: String) -> (any FuzzTarget.Type)? { (deep + small).first { $0.name == name } }
}

extension [UInt8] {
    /// The pieces between line feeds, at most `count`; the last one keeps its line feeds. There are always `count`.
    func lines(_ count: Int) -> [[UInt8]] {
        let pieces = split(separator: 0x0a, maxSplits: count - 1, omittingEmptySubsequences: false).map(Array.init)
        return pieces + [[UInt8]](repeating: [], count: count - pieces.count)
    }

    /// The text that these bytes are, broken ones replaced.
    var text: String { String(decoding: self, as: UTF8.self) }

    /// The text, or `nil` where they are none.
    var validText: String? { String(validating: self, as: UTF8.self) }
}
