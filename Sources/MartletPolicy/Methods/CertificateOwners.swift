import MartletDirectory

/// How the owner of a certificate is found: what an administrator bound, then the names in it.
package enum CertificateOwners {
    /// One way to look somebody up.
    package enum Clue: Sendable, Equatable {
        /// Whoever one of these is bound to.
        case bound([String])
        /// Whose user principal name is one of these.
        case named([String])
    }

    /// The clues in their order. The first that leads to anybody decides: what comes after it is not looked at, so that
    /// a name never outdoes a binding.
    package static func clues(in facts: CertificateFacts, under settings: CertificateSettings) -> [Clue] {
        var clues: [Clue] = [.bound(facts.bindings)]
        guard !settings.wantsStrongBinding else { return clues }
        for rule in settings.nameRules {
            let names =
                switch rule {
                case .principalName: facts.principalNames
                case .rfc822Name: facts.mailAddresses
                }
            if !names.isEmpty { clues.append(.named(names)) }
        }
        return clues
    }

    /// The one owner among those that a clue led to; `nil` for none, so that the next clue is looked at.
    /// - Throws: `CertificateProblem.ambiguous` where there are several.
    package static func only(among found: [ID<User>]) throws(CertificateProblem) -> ID<User>? {
        let owners = Set(found)
        guard owners.count <= 1 else { throw .ambiguous }
        return owners.first
    }
}
