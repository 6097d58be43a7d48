/// Why a second factor or a registration is asked for, as the decision names it.
package enum AskReason: String, Sendable, CaseIterable {
    case administrator, managementSurface, newBrowser, noRememberedFactor, newPlace, sensitiveTask, requestedByApp
    case authenticationStrength, perUserMFA

    /// The reasons among stable words of the decision; those that mean nothing to a person are left out, and the plain
    /// "this browser does not remember you" only stands where nothing better does.
    package static func reasons(in words: [String]) -> [AskReason] {
        let all = words.compactMap(AskReason.init(rawValue:))
        let telling = all.filter { $0 != .noRememberedFactor }
        return telling.isEmpty ? all : telling
    }
}

extension Phrases {
    /// One line that says why; several reasons are joined. Absent without a reason.
    func reasonLine(_ reasons: [AskReason]) -> ViewValue {
        guard !reasons.isEmpty else { return .absent }
        let parts = reasons.prefix(3).map { self("reason.\($0.rawValue)") }
        return .text(self("reason.line", ["reasons": parts.joined(separator: self("reason.and"))]))
    }
}
