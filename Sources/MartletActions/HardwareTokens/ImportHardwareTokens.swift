import MartletCredentials
import MartletDirectory
import MartletPolicy
import MartletStore

/// Takes a sheet of tokens into the inventory (OT-4).
package struct ImportHardwareTokens: Sendable {
    let tools: Tools

    /// An action that works with `tools`.
    package init(_ tools: Tools) {
        self.tools = tools
    }

    /// Why a line was not taken.
    package enum Problem: String, Error, Sendable, CaseIterable {
        case columns, serialNumber, serialTaken, secret, interval, maker, user, notPermitted, tooMany
    }

    /// A line that was not taken.
    package struct Failure: Sendable, Equatable {
        /// Its number in the sheet, the header being 1.
        package let line: Int
        /// The number of the token as it stands there.
        package let serialNumber: String
        /// Why.
        package let problem: Problem
    }

    /// What came of a sheet.
    package struct Report: Sendable {
        /// How many tokens were taken.
        package let imported: Int
        /// The other lines, in order.
        package let failures: [Failure]
    }

    /// Takes the lines that are right; the others come back. Codes of a token count once one of them was shown (OT-5).
    /// - Throws: `ActionError.forbidden`, `.invalid` naming `sheet` without the exact header or past a megabyte;
    ///   `StoreError`.
    package func callAsFunction(_ text: String, by caller: Caller) async throws -> Report {
        let at = tools.now
        try await tools.judge(.hardwareTokensImported, by: caller) { tables, _ in
            try tables.permit(caller, to: .changeMethodsPolicy)
        }
        guard let sheet = TokenSheet(text) else { throw ActionError.invalid([FieldProblem("sheet", .malformed)]) }
        let tokens = sheet.lines.map { line in
            let id = tools.ambient.newID(of: HardwareToken.self)
            let sealed = tools.sealer.seal(
                line.secret, context: Tools.context(of: id), nonce: tools.ambient.randomBytes(Sealer.nonceLength))
            return (
                line,
                HardwareToken(
                    id: id, tenant: caller.tenant, serialNumber: line.serialNumber, manufacturer: line.manufacturer,
                    model: line.model, periodSeconds: line.periodSeconds, sealedSecret: sealed, createdAt: at)
            )
        }
        return try await tools.change(.hardwareTokensImported, by: caller) { [failures = sheet.failures] tables, log in
            try tables.permit(caller, to: .changeMethodsPolicy)
            log.on(try tables.organization(of: caller))
            var failures = failures
            var imported = 0
            for (line, token) in tokens {
                do throws(Problem) {
                    try tables.take(token, for: line.user, by: caller, tools)
                    imported += 1
                } catch {
                    failures.append(
                        Failure(line: line.number, serialNumber: line.serialNumber, problem: error))
                }
            }
            log.set("tokens", from: nil, to: String(imported))
            return Report(imported: imported, failures: failures.sorted { $0.line < $1.line })
        }
    }
}

extension Tables {
    fileprivate func take(
        _ token: HardwareToken, for name: String, by caller: Caller, _ tools: Tools
    ) throws(ImportHardwareTokens.Problem) {
        var token = token
        if !name.isEmpty {
            let canonical = UserPrincipalName.canonicalForm(ofTyped: name)
            guard let user = try? users.find(upn: UserPrincipalName(stored: canonical), in: caller.tenant) else {
                throw .user
            }
            guard (try? permit(caller, to: .manageMethods, target: user.id)) != nil else { throw .notPermitted }
            guard (try? codeMethods(of: user.id)).map({ $0 < BeginAuthenticator.most }) == true else {
                throw .tooMany
            }
            token.user = user.id
        }
        guard (try? tools.insert(token, in: self)) == true else { throw .serialTaken }
    }

    /// How many apps and tokens a person has together, those that wait for their first code among them (section 2.1).
    func codeMethods(of user: ID<User>) throws -> Int {
        try totpMethods.list(user).count + hardwareTokens.list(of: user).count { $0.method == nil }
    }
}
