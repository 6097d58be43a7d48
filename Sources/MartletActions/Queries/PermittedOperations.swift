import MartletDirectory
import MartletPolicy
import MartletStore

/// Says what somebody may do at large, so that an empty form is shown only to those who may send it.
package struct PermittedOperations: Sendable {
    let tools: Tools

    /// An action that works with `tools`.
    package init(_ tools: Tools) {
        self.tools = tools
    }

    /// The operations that the caller may begin; upon some targets one of them may still be refused.
    /// - Throws: `ActionError.forbidden` unless `needed` is among them; `StoreError`.
    package func callAsFunction(needing needed: Operation, by caller: Caller) async throws -> Set<Operation> {
        try await tools.store.read { tables in
            try tables.permit(caller, to: needed)
            return Set(try Operation.allCases.filter { try tables.isPermitted(caller, to: $0) })
        }
    }

    /// Refuses whoever may not do something to anybody: not even to somebody without a role, to a group that holds none. The
    /// refusal is in the audit log as one of `activity`.
    /// - Throws: `ActionError.forbidden`; `StoreError`.
    package func want(_ operation: Operation, for activity: AuditActivity, by caller: Caller) async throws {
        try await tools.judge(activity, by: caller) { tables, _ in
            try tables.permit(caller, to: operation, facts: TargetFacts())
        }
    }
}
