import MartletDirectory
import MartletPolicy
import MartletStore

/// Says which of a person's own second factors is asked for first (MR-12).
package struct ChooseDefaultMethod: Sendable {
    let tools: Tools

    /// An action that works with `tools`.
    package init(_ tools: Tools) {
        self.tools = tools
    }

    /// Keeps the choice; `nil` is the strongest. It counts where the organisation does not ask for the strongest first
    /// (SP-2), and as long as the method is there.
    /// - Throws: `ActionError.needsFreshSecondFactor` unless this session has proven one (A022), `.invalid` naming
    ///   `method` for one that the person does not have, `.notFound`; `StoreError`.
    package func callAsFunction(_ method: Method?, by caller: Caller) async throws {
        let at = tools.now
        try await tools.change(.defaultMethodChanged, by: caller) { tables, log in
            let subject = try tables.own(caller, at: at)
            log.on(subject.user)
            try tables.wantSecondFactor(of: caller, at: at)
            if let method, !subject.choosableDefaults(at: at).contains(method) {
                throw ActionError.invalid([FieldProblem("method", .unknown)])
            }
            var preferences = try tables.methodPreferences.find(subject.user.id, in: caller.tenant)
            log.set("defaultMethod", from: preferences.defaultMethod?.name, to: method?.name)
            preferences.defaultMethod = method
            try tables.methodPreferences.save(preferences)
        }
    }
}

extension SignInSubject {
    /// The second factors that a person may want to be asked for first: what they have and what lasts (MR-12).
    func choosableDefaults(at: Timestamp) -> [Method] {
        MethodChoices.secondFactors(of: self, at: at).filter { [.totp, .push, .passkey].contains($0) }
            .sorted { $0.preference < $1.preference }
    }
}
