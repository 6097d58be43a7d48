/// Which passkeys may be used and registered (PK-3…PK-9).
package struct PasskeySettings: SparseDocument {
    /// How the list of models is meant.
    package enum ModelRule: String, Sendable, Codable, CaseIterable { case any, onlyListed, notListed }

    /// Whether passkeys may be used and registered at all.
    package var isEnabled: Bool
    /// For whom, where they may.
    package var targets: MethodTargets
    /// Whether people may register them by themselves (PK-6).
    package var isSelfServiceAllowed: Bool
    /// Whether a new passkey must prove which model holds it; older ones stay good (PK-7).
    package var wantsAttestation: Bool
    /// How `models` is meant, at registration and at every sign-in (PK-8).
    package var modelRule: ModelRule
    /// AAGUIDs of models as 32 lower-case hexadecimal digits.
    package var models: [String]

    /// The defaults: every passkey.
    package init() {
        isEnabled = true
        targets = .init()
        isSelfServiceAllowed = true
        wantsAttestation = false
        modelRule = .any
        models = []
    }

    package init(from decoder: any Decoder) throws {
        let members = try decoder.container(keyedBy: CodingKeys.self)
        isEnabled = try members.decode(.isEnabled, or: true)
        targets = try members.decode(.targets, or: .init())
        isSelfServiceAllowed = try members.decode(.isSelfServiceAllowed, or: true)
        wantsAttestation = try members.decode(.wantsAttestation, or: false)
        modelRule = try members.decode(.modelRule, or: .any)
        models = try members.decode(.models, or: [])
    }

    /// Whether a passkey of the model with this AAGUID is good here.
    package func allows(model: String) -> Bool {
        switch modelRule {
        case .any: true
        case .onlyListed: models.contains(model)
        case .notListed: !models.contains(model)
        }
    }
}
