import MartletDirectory
import MartletStore

/// A method that was registered after a sign-in of which its person has said that it was not theirs (PN-12): whoever was in may
/// have added one of their own.
package struct SuspectMethod: Sendable, Equatable {
    /// Which it is; `nil` for the recovery codes.
    package let method: NamedMethod?
    /// What it is; `nil` for a certificate.
    package let kind: Method?
    /// The name that it has; may be empty.
    package let name: String
    /// When it was registered.
    package let createdAt: Timestamp
}

extension Tables {
    /// The methods of a user that were registered since a reported sign-in, and recovery codes made since, oldest first.
    ///
    /// They stay named after a new password, and so does what comes later: whoever registered one may sign in with it,
    /// change the password and register another. Only an administrator ends that, who dismisses the report or gives a new
    /// password when nothing suspect is left. What an administrator bound is none of theirs.
    func suspectMethods(of user: ID<User>, in tenant: ID<Tenant>) throws -> [SuspectMethod] {
        let reports = try riskDetections.list(of: user, limit: 50).filter {
            $0.kind == .userReportedSuspiciousActivity && ($0.state == .atRisk || $0.state == .remediated)
        }
        // The log may have forgotten a sign-in.
        let begins = try reports.map { report in
            try report.signIn.flatMap { try signIns.find($0, in: tenant)?.createdAt } ?? report.detectedAt
        }
        guard let begin = begins.min() else { return [] }
        let codes = try recoveryCodes.madeAt(user).map {
            SuspectMethod(method: nil, kind: .recoveryCode, name: "", createdAt: $0)
        }
        let methods: [SuspectMethod] =
            try (codes.map { [$0] } ?? [])
            + totpMethods.list(user).map { app in
                SuspectMethod(
                    method: .authenticator(app.id), kind: try phones.find(app.id) == nil ? .totp : .push,
                    name: app.name, createdAt: app.createdAt)
            }
            + passkeys.list(user).map {
                SuspectMethod(method: .passkey($0.id), kind: .passkey, name: $0.name, createdAt: $0.createdAt)
            }
            + personCertificates.list(user).filter { !$0.isBound }.map {
                SuspectMethod(
                    method: .certificate($0.id), kind: nil, name: $0.seen?.subject ?? $0.binding,
                    createdAt: $0.createdAt)
            }
        return methods.filter { $0.createdAt >= begin }.sorted { $0.createdAt < $1.createdAt }
    }
}
