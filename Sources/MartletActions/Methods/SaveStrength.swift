import MartletDirectory
import MartletPolicy
import MartletStore

/// Adds or changes an authentication strength of the organisation's own (AS-2, AS-3).
package struct SaveStrength: Sendable {
    let tools: Tools

    /// An action that works with `tools`.
    package init(_ tools: Tools) {
        self.tools = tools
    }

    /// What a strength is to be.
    package struct Wish: Sendable, Equatable {
        /// The name, 1…64 characters, unlike any other's.
        package var displayName: String
        /// What it is for, at most 256 characters.
        package var explanation: String
        /// The combinations, as Graph writes them; at least one.
        package var combinations: [String]
        /// The models that a passkey must be of; empty for every model.
        package var passkeyModels: [String]
        /// Which certificates count; empty for all. Without combinations it holds in every one that has a certificate in
        /// it, also in those that come later.
        package var certificates: CertificateLimit

        /// A wish with every field given.
        package init(
            displayName: String, explanation: String = "", combinations: [String], passkeyModels: [String] = [],
            certificates: CertificateLimit = CertificateLimit()
        ) {
            self.displayName = displayName
            self.explanation = explanation
            self.combinations = combinations
            self.passkeyModels = passkeyModels
            self.certificates = certificates
        }
    }

    /// The most models of one strength.
    package static let mostModels = 50

    /// Adds a strength, or replaces what `id` names; what apps demand changes with it, also for sessions that are open.
    /// - Throws: `ActionError.notFound`, `.forbidden`, `.invalid` naming `displayName`, `combinations`, `passkeyModels`,
    ///   `certificateIssuers`, `certificatePolicies`, `certificateCombinations`, or `strengths` where there are fifteen
    ///   already; `StoreError`.
    @discardableResult
    package func callAsFunction(
        _ wish: Wish, replacing id: ID<CustomStrength>? = nil, by caller: Caller
    ) async throws -> CustomStrength {
        let at = tools.now
        let fresh: ID<CustomStrength> = tools.ambient.newID()
        let activity: AuditActivity = id == nil ? .strengthAdded : .strengthChanged
        return try await tools.change(activity, by: caller) { tables, log in
            var tenant = try tables.organization(of: caller)
            log.on(.policy, (id ?? fresh).rawValue, wish.displayName)
            try tables.permit(caller, to: .changeStrengths)
            let old = try id.map { id in
                guard let found = tenant.strengths.find(id) else { throw ActionError.notFound("strength") }
                return found
            }
            let wish = try wish.checked(among: tenant.strengths, replacing: old?.id)
            let strength = CustomStrength(
                id: old?.id ?? fresh, displayName: wish.displayName, explanation: wish.explanation,
                combinations: wish.combinations, passkeyModels: wish.passkeyModels,
                certificates: wish.certificates.isEmpty ? nil : wish.certificates, createdAt: old?.createdAt ?? at,
                changedAt: at)
            if let place = tenant.strengths.list.firstIndex(where: { $0.id == strength.id }) {
                tenant.strengths.list[place] = strength
            } else {
                tenant.strengths.list.append(strength)
            }
            log.note(strength, before: old)
            try tables.tenants.update(tenant)
            return strength
        }
    }
}

extension SaveStrength.Wish {
    /// The wish in its canonical form, if it may be.
    /// - Throws: `ActionError.invalid`.
    fileprivate func checked(
        among strengths: CustomStrengths, replacing id: ID<CustomStrength>?
    ) throws -> SaveStrength.Wish {
        var checks = FieldChecks()
        var wish = self
        wish.displayName = checks.name(displayName, in: "displayName", limit: 64)
        wish.explanation = checks.optionalName(explanation, in: "explanation", limit: 256) ?? ""
        let names =
            AuthenticationStrength.builtIn.map(\.displayName) + strengths.list.filter { $0.id != id }.map(\.displayName)
        if names.contains(where: { $0.lowercased() == wish.displayName.lowercased() }) {
            checks.found(.taken, in: "displayName")
        }
        let combinations = combinations.map { MethodCombination(name: $0) }
        if combinations.isEmpty { checks.found(.missing, in: "combinations") }
        if combinations.contains(nil) { checks.found(.unknown, in: "combinations") }
        let chosen = Set(combinations.compactMap(\.self))
        wish.combinations = MethodCombination.all.filter(chosen.contains).map(\.name)
        wish.passkeyModels = Array(Set(passkeyModels.map { $0.lowercased().filter { $0 != "-" } })).sorted()
        let areModels = wish.passkeyModels.allSatisfy { model in
            model.utf8.count == 32 && model.utf8.allSatisfy { Hexadecimal.value(of: $0) != nil }
        }
        if !areModels || wish.passkeyModels.count > SaveStrength.mostModels {
            checks.found(.malformed, in: "passkeyModels")
        }
        // A model of a passkey means nothing where no passkey is among the combinations.
        if !wish.passkeyModels.isEmpty, !chosen.contains(MethodCombination(.fido2)) {
            checks.found(.notAllowed, in: "passkeyModels")
        }
        wish.certificates = certificates.checked(among: chosen, &checks)
        if id == nil, strengths.list.count >= AuthenticationStrength.mostCustom {
            checks.found(.notAllowed, in: "strengths")
        }
        try checks.done()
        return wish
    }
}

extension CertificateLimit {
    /// Whether it limits nothing.
    fileprivate var isEmpty: Bool { issuers.isEmpty && policies.isEmpty }

    /// The limit in its canonical form, over those of the `chosen` combinations that have a certificate in them (AS-4).
    fileprivate func checked(among chosen: Set<MethodCombination>, _ checks: inout FieldChecks) -> CertificateLimit {
        let identifiers = issuers.map { CertificateRule.keyIdentifier($0) }
        let names = Set(policies)
        if identifiers.contains(nil) || Set(identifiers).count > Self.most {
            checks.found(.malformed, in: "certificateIssuers")
        }
        if !names.allSatisfy({ CertificateRule.isObjectIdentifier($0) }) || names.count > Self.most {
            checks.found(.malformed, in: "certificatePolicies")
        }
        let possible = MethodCombination.all.filter { chosen.contains($0) && $0.hasCertificate }.map(\.name)
        let wanted = combinations.map { MethodCombination(name: $0)?.name ?? $0 }
        let limited = wanted.isEmpty ? possible : possible.filter(wanted.contains)
        // A limit means nothing where no certificate is among the combinations; one without a limit means nothing either.
        let isMeant = isEmpty ? wanted.isEmpty : !limited.isEmpty && Set(wanted).isSubset(of: possible)
        if !isMeant { checks.found(.notAllowed, in: "certificateCombinations") }
        return CertificateLimit(
            issuers: Set(identifiers.compactMap(\.self)).sorted(), policies: names.sorted(),
            combinations: isEmpty || wanted.isEmpty ? [] : limited)
    }
}

extension ChangeLog {
    /// Notes what a strength is and was.
    mutating func note(_ strength: CustomStrength, before: CustomStrength?) {
        set("displayName", from: before?.displayName, to: strength.displayName)
        set("description", from: before?.explanation, to: strength.explanation)
        set(
            "allowedCombinations", from: before?.combinations.joined(separator: "; "),
            to: strength.combinations.joined(separator: "; "))
        set(
            "allowedAAGUIDs", from: before?.passkeyModels.joined(separator: " "),
            to: strength.passkeyModels.joined(separator: " "))
        let (old, new) = (before?.certificates, strength.certificates)
        set(
            "allowedIssuerSkis", from: old?.issuers.joined(separator: " "), to: new?.issuers.joined(separator: " "))
        set(
            "allowedPolicyOIDs", from: old?.policies.joined(separator: " "), to: new?.policies.joined(separator: " "))
        set(
            "appliesToCombinations", from: old?.combinations.joined(separator: "; "),
            to: new?.combinations.joined(separator: "; "))
    }
}
