import MartletDirectory
import MartletPolicy
import MartletStore

/// Gives a token to somebody, takes it back, or removes it from the inventory (OT-7: one token, one person).
package struct AssignHardwareToken: Sendable {
    let tools: Tools

    /// An action that works with `tools`.
    package init(_ tools: Tools) {
        self.tools = tools
    }

    /// Gives the token to `user`, or to nobody. Whoever had it loses the method that it was, and is signed out.
    /// - Throws: `ActionError.notFound`, `.forbidden`, `.invalid` naming `user` with five apps and tokens,
    ///   `.lastAdministrator`; `StoreError`.
    package func callAsFunction(_ id: ID<HardwareToken>, to user: ID<User>?, by caller: Caller) async throws {
        let at = tools.now
        try await tools.change(.hardwareTokenAssigned, by: caller) { tables, log in
            try tables.permit(caller, to: .readMethodsPolicy)
            let token = try tables.existingToken(id, in: caller.tenant)
            if user == nil, token.user == nil { throw ActionError.conflict(.alreadyDone) }
            try tables.release(token, by: caller, at: at, log: &log)
            if let user {
                log.on(try tables.existingUser(user, in: caller.tenant))
                try tables.permit(caller, to: .manageMethods, target: user)
                guard try tables.codeMethods(of: user) < BeginAuthenticator.most else {
                    throw ActionError.invalid([FieldProblem("user", .notAllowed)])
                }
            }
            try tables.hardwareTokens.assign(id, to: user)
            log.set(
                "hardwareToken", from: token.user.map { _ in token.serialNumber },
                to: user.map { _ in token.serialNumber })
        }
    }

    /// Removes the token for good.
    /// - Throws: `ActionError.notFound`, `.forbidden`, `.lastAdministrator`; `StoreError`.
    package func delete(_ id: ID<HardwareToken>, by caller: Caller) async throws {
        let at = tools.now
        try await tools.change(.hardwareTokenDeleted, by: caller) { tables, log in
            try tables.permit(caller, to: .changeMethodsPolicy)
            let token = try tables.existingToken(id, in: caller.tenant)
            try tables.release(token, by: caller, at: at, log: &log)
            log.on(try tables.organization(of: caller))
            log.set("hardwareToken", from: token.serialNumber, to: nil)
            _ = try tables.hardwareTokens.delete(id, in: caller.tenant)
        }
    }
}

extension Tables {
    fileprivate func existingToken(_ id: ID<HardwareToken>, in tenant: ID<Tenant>) throws -> HardwareToken {
        guard let token = try hardwareTokens.find(id, in: tenant) else { throw ActionError.notFound("token") }
        return token
    }

    /// Takes the token from whoever has it, with the method that it is.
    fileprivate func release(
        _ token: HardwareToken, by caller: Caller, at: Timestamp, log: inout ChangeLog
    ) throws {
        guard let owner = token.user else { return }
        log.on(try existingUser(owner, in: caller.tenant))
        try permit(caller, to: .manageMethods, target: owner)
        guard let method = token.method, try totpMethods.delete(method, of: owner) else { return }
        try settleLoss(of: owner, in: caller.tenant, at: at)
        try keepAnAdministrator(in: caller.tenant, whenLosing: owner, at: at)
    }
}
