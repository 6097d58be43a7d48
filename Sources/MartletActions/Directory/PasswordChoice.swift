import MartletCredentials
import MartletDirectory
import MartletPolicy
import MartletStore

/// The password that somebody else gives an account.
package enum PasswordChoice: Sendable {
    /// A text. A temporary one must be replaced at the next sign-in and stops working after seven days.
    case given(String, isTemporary: Bool)
    /// A random temporary one of 80 bits, returned once.
    case generatedTemporary
    /// A random one of 128 bits that stays, returned once; for emergency accounts (EA-4, EA-6).
    case generatedLasting

    /// How long a temporary password works.
    package static let temporaryLife: Duration = .days(7)
}

/// A password that was judged and hashed, before the transaction that stores it.
package struct PreparedPassword: Sendable {
    /// The record without its owner.
    let hash: String
    let isTemporary: Bool
    /// The text of a generated password, to be shown once; `nil` for one that somebody typed.
    package let generated: String?

    /// The record for a user.
    package func record(for user: User, at: Timestamp) -> Password {
        Password(
            user: user.id, tenant: user.tenant, hash: hash, changedAt: at, mustChange: isTemporary,
            expiresAt: isTemporary ? at + PasswordChoice.temporaryLife : nil)
    }
}

extension Tools {
    /// Judges and hashes the password of a choice. Generated ones are random and need no judging.
    /// - Throws: `ActionError.invalid` naming `field` (PP-15, A085: nobody skips the rule), `.overloaded`.
    package func prepare(
        _ choice: PasswordChoice, context: PasswordContext, field: String = "password"
    ) async throws -> PreparedPassword {
        switch choice {
        case .given(let text, let isTemporary):
            let hash = try await hash(try acceptable(text, context: context, field: field))
            return PreparedPassword(hash: hash, isTemporary: isTemporary, generated: nil)
        case .generatedTemporary:
            return try await generated(length: GeneratedPassword.temporaryLength, isTemporary: true, field: field)
        case .generatedLasting:
            return try await generated(length: GeneratedPassword.emergencyLength, isTemporary: false, field: field)
        }
    }

    /// The one spelling of a password that keeps the rule.
    /// - Throws: `ActionError.invalid` naming `field`, with the verdict.
    package func acceptable(
        _ text: String, context: PasswordContext, field: String = "password"
    ) throws -> NormalizedPassword {
        let verdict = PasswordRule.judge(text, context: context)
        guard verdict == .accepted, let password = NormalizedPassword(text) else {
            throw ActionError.invalid([FieldProblem(field, .password(verdict))])
        }
        return password
    }

    private func generated(length: Int, isTemporary: Bool, field: String) async throws -> PreparedPassword {
        let text = GeneratedPassword.spelling(ambient.randomBytes(length))
        guard let password = NormalizedPassword(text) else {
            preconditionFailure("a generated password is short and not empty")
        }
        return PreparedPassword(hash: try await hash(password), isTemporary: isTemporary, generated: text)
    }
}

extension PasswordContext {
    /// The words that a user's password must not be made of (PP-8, PP-13).
    package init(of user: User, in tenant: Tenant) {
        self.init(
            userPrincipalName: user.userPrincipalName.text, displayName: user.displayName, givenName: user.givenName,
            surname: user.surname, tenantName: tenant.displayName)
    }
}
