/// How an organisation wants somebody to have proven themselves: a strength of its own (sign-in-and-policy section 2.9).
package struct CustomStrength: Sendable, Equatable, Codable {
    /// Names it where it is demanded; the built-in ones have fixed ids beside these.
    package let id: ID<CustomStrength>
    /// The name, for administrators, 1…64 characters.
    package var displayName: String
    /// What it is for, at most 256 characters; may be empty.
    package var explanation: String
    /// The combinations as Graph writes them (`password,softwareOath`), any one of which is enough.
    package var combinations: [String]
    /// The models that a passkey must be of, as 32 lower-case hexadecimal digits; empty for every model (AS-4).
    package var passkeyModels: [String]
    /// Which certificates count; `nil` for all.
    package var certificates: CertificateLimit?
    /// When it was made.
    package let createdAt: Timestamp
    /// When it was last changed.
    package var changedAt: Timestamp

    /// A strength with every field given.
    package init(
        id: ID<CustomStrength>, displayName: String, explanation: String = "", combinations: [String],
        passkeyModels: [String] = [], certificates: CertificateLimit? = nil, createdAt: Timestamp, changedAt: Timestamp
    ) {
        self.id = id
        self.displayName = displayName
        self.explanation = explanation
        self.combinations = combinations
        self.passkeyModels = passkeyModels
        self.certificates = certificates
        self.createdAt = createdAt
        self.changedAt = changedAt
    }
}

/// The strengths of an organisation's own, in the order in which they were made; at most 15 (AS-3).
package struct CustomStrengths: SparseDocument {
    /// The strengths.
    package var list: [CustomStrength]

    /// None.
    package init() { list = [] }

    package init(from decoder: any Decoder) throws {
        list = try decoder.container(keyedBy: CodingKeys.self).decode(.list, or: [])
    }

    /// The strength with an id; `nil` if there is none.
    package func find(_ id: ID<CustomStrength>) -> CustomStrength? { list.first { $0.id == id } }
}
