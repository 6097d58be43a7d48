import MartletDirectory
import MartletPolicy
import MartletStore

extension Tables {
    /// Wants the right to change the methods policy from whoever changes a group that the policy names, and answers
    /// whether it does: to take somebody's method away by a group is to change what they may use.
    /// - Throws: `ActionError.forbidden`; `StoreError`.
    func wantPolicyRight(toChange group: ID<Group>, by caller: Caller) throws -> Bool {
        guard try organization(of: caller).methodsPolicy.names(group) else { return false }
        try permit(caller, to: .changeMethodsPolicy)
        return true
    }

    /// Ends the pass of somebody who was given a role, and what it let in: it was given to somebody with less (TP-6).
    func endPassOnPromotion(of user: User, at: Timestamp, _ log: inout ChangeLog) throws {
        guard try temporaryAccessPasses.delete(user.id) else { return }
        log.set("temporaryAccessPass", from: user.userPrincipalName.text, to: nil)
        try endWhatPassesLetIn(of: user, at: at)
    }
}
