/// Whether registration may be put off, and why it is asked for.
package struct RegistrationDemand: Sendable {
    /// Days for which it may still be put off (SD-21); `nil` where it may not.
    package var mayPutOffDays: Int?
    /// What asks for it beyond the security defaults: an administrator's role, a management surface, the app.
    package var reasons: [AskReason]

    /// A demand with every field given.
    package init(mayPutOffDays: Int?, reasons: [AskReason] = []) {
        self.mayPutOffDays = mayPutOffDays
        self.reasons = reasons
    }

    /// The view under the name `demand`.
    func view(_ phrases: Phrases) -> ViewValue {
        guard let days = mayPutOffDays else {
            let why = reasons.isEmpty ? ViewValue(phrases("signIn.register.must")) : phrases.reasonLine(reasons)
            return ["must": why, "later": .absent]
        }
        return ["must": .absent, "later": .text(phrases.count("signIn.register.daysLeft", days))]
    }
}
