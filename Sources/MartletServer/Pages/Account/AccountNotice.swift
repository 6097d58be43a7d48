/// What just happened, said once on the next account page; its raw value stands in the address as `?done=`.
package enum AccountNotice: String, Sendable, CaseIterable {
    case passwordChanged, authenticatorAdded, authenticatorDeleted, passkeyAdded, passkeyRenamed, passkeyDeleted,
        passDeleted, methodRenamed, defaultSaved, recoveryCodesMade, sessionEnded, otherSessionsEnded, appRevoked,
        preferencesSaved, phoneAdded, signInConfirmed, phonePINSet, phonePINRemoved,
        tokenActivated, certificateDeleted
    /// Refused: the last second factor of an administrator, or of somebody who must have one, stays (promise 7).
    case lastMethodStays
    /// Refused: the organisation does not offer the method, or there are as many of it as there may be.
    case methodNotOffered
    /// Refused: the organisation wants more than a password for a first method.
    case registrationBarred

    /// Refused: the number of a token or the code that it shows was wrong, or there were too many of these.
    case tokenRefused
    /// Refused: what proves the person here was added in the same session.
    case signInAnew
    /// Refused: what was typed is no PIN, is an easy one, or was typed in two ways.
    case phonePINRefused

    /// Whether it tells of a refusal.
    var isRefusal: Bool {
        [.lastMethodStays, .methodNotOffered, .registrationBarred, .phonePINRefused, .signInAnew, .tokenRefused]
            .contains(self)
    }
}

extension Phrases {
    /// The view of a notice under the name `notice`.
    func notice(_ notice: AccountNotice?) -> ViewValue {
        guard let notice else { return .absent }
        return [
            "text": .text(self("account.notice.\(notice.rawValue)")), "tone": notice.isRefusal ? "warn" : "good",
            "role": notice.isRefusal ? "alert" : "status",
        ]
    }
}
