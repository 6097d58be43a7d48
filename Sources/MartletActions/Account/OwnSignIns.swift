import MartletDirectory
import MartletStore

/// Shows a person their own sign-ins; everybody may see their own (LG-9).
package struct OwnSignIns: Sendable {
    let tools: Tools

    /// An action that works with `tools`.
    package init(_ tools: Tools) {
        self.tools = tools
    }

    /// A page of the person's rows, newest first.
    /// - Throws: `ActionError.notFound`; `StoreError`.
    package func callAsFunction(
        after: String? = nil, limit: Int = 50, by caller: Caller
    ) async throws -> Page<SignInRecord> {
        let at = tools.now
        return try await tools.store.read { tables in
            let user = try tables.own(caller, at: at).user
            return try tables.signIns.list(
                in: caller.tenant, filter: SignInFilter(user: user.id), after: after, limit: limit)
        }
    }

    /// The same with what the person said of them.
    /// - Throws: as above.
    package func answered(
        after: String? = nil, limit: Int = 50, by caller: Caller
    ) async throws -> (page: Page<SignInRecord>, answers: [ID<SignInRecord>: Bool]) {
        let at = tools.now
        return try await tools.store.read { tables in
            let user = try tables.own(caller, at: at).user
            let page = try tables.signIns.list(
                in: caller.tenant, filter: SignInFilter(user: user.id), after: after, limit: limit)
            guard let newest = page.items.first, let oldest = page.items.last else { return (page, [:]) }
            let answers = try tables.signInAnswers.list(of: user.id, from: oldest.createdAt, to: newest.createdAt)
            return (page, answers)
        }
    }
}
