/// What a passkey must be like to be good for somebody (PK-4).
package struct PasskeyProfile: SparseDocument {
    /// How a list of models is meant.
    package enum ModelRule: String, Sendable, Codable, CaseIterable { case any, onlyListed, notListed }

    /// Where a passkey may live (PK-1). Only a passkey whose model was vouched for is more than its word on this (PK-7).
    package enum Kinds: String, Sendable, Codable, CaseIterable { case any, deviceBound, synced }

    /// What administrators call it; may be empty.
    package var name: String
    /// The groups whose members it is for; with none it is not in use (PK-10).
    package var groups: [ID<Group>]
    /// Whether a new passkey must prove which model holds it; older ones stay good (PK-7).
    package var wantsAttestation: Bool
    /// Where it may live, at registration and at every sign-in.
    package var kinds: Kinds
    /// How `models` is meant, at registration and at every sign-in (PK-8).
    package var modelRule: ModelRule
    /// AAGUIDs of models as 32 lower-case hexadecimal digits.
    package var models: [String]

    /// The longest name, in bytes.
    package static let longestName = 120

    /// Every passkey, for nobody.
    package init() {
        name = ""
        groups = []
        wantsAttestation = false
        kinds = .any
        modelRule = .any
        models = []
    }

    package init(from decoder: any Decoder) throws {
        let members = try decoder.container(keyedBy: CodingKeys.self)
        name = try members.decode(.name, or: "")
        groups = try members.decode(.groups, or: [])
        wantsAttestation = try members.decode(.wantsAttestation, or: false)
        kinds = try members.decode(.kinds, or: .any)
        modelRule = try members.decode(.modelRule, or: .any)
        models = try members.decode(.models, or: [])
    }

    /// Whether a passkey of the model with this AAGUID, which is synced or not, is good under it.
    package func allows(model: String, isSynced: Bool) -> Bool {
        switch kinds {
        case .any: break
        case .deviceBound: guard !isSynced else { return false }
        case .synced: guard isSynced else { return false }
        }
        return switch modelRule {
        case .any: true
        case .onlyListed: models.contains(model)
        case .notListed: !models.contains(model)
        }
    }
}
